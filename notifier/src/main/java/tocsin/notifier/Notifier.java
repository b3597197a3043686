package tocsin.notifier;

import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.channel.Channels;
import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.delivery.Pace;
import tocsin.runtime.DefinitionsView;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Main;
import tocsin.runtime.Platform;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.Schemas;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Gets pages to people: reads `escalations`, walks the channels of each command, and writes every
/// step to `deliveries` before and after each call. Stopped at any moment, it goes on where the log
/// ends.
public final class Notifier implements AutoCloseable {
    /// As a process of its own.
    public static final Main.Service SERVICE =
            new Main.Service(
                    "notifier",
                    "Tells people, over the channels that an escalation names.",
                    settings -> {
                        var http = HttpServer.Config.from(settings, 8083);
                        var config = NotifierConfig.from(settings);
                        return (platform, onFatal) -> {
                            var server = HttpServer.start(http, platform, _ -> {});
                            var notifier = start(config, platform, onFatal);
                            return () -> Main.close(notifier, server);
                        };
                    });

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final String NAME = "notifier";
    private static final String LAST_RESORT = "last-resort";
    private static final String CHANNELS = "channels";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(15);

    private final Platform platform;
    private final Runnable onFatal;
    private final DefinitionsView definitions;
    private final Channels channels;
    private final NotifierMetrics metrics;
    private final Refusals refusals;
    private final LastResort lastResort;
    private final KafkaWatch watch;
    private final int pagesAtOnce;
    private final Failures failures = new Failures();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<DeliveryLoop> loop = Optional.empty();

    private Notifier(NotifierConfig config, Platform platform, Runnable onFatal) {
        this.platform = platform;
        this.onFatal = onFatal;
        metrics = new NotifierMetrics(platform.meters());
        definitions = new DefinitionsView(NAME, platform);
        channels =
                new Channels(
                        definitions,
                        config.secrets(),
                        config.answers(),
                        new Addresses(config.privateReceivers()),
                        config.console(),
                        InstantSource.system(),
                        platform.traces());
        refusals = new Refusals(channels, InstantSource.system());
        lastResort =
                new LastResort(
                        config.lastResort(),
                        refusals,
                        channels::own,
                        metrics,
                        InstantSource.system());
        pagesAtOnce = config.pagesAtOnce();
        watch = new KafkaWatch(config.lastResort().patience(), lastResort, InstantSource.system());
        thread =
                Thread.ofPlatform()
                        .name(NAME)
                        .uncaughtExceptionHandler((_, failure) -> giveUp(failure))
                        .unstarted(this::run);
    }

    static void main(String[] arguments) {
        Main.run(SERVICE, arguments);
    }

    /// Starts a notifier that runs until it is closed.
    ///
    /// @param onFatal called once it has given up; a main exits with an error
    /// @throws IllegalStateException when a topic is missing or does not fit the others
    public static Notifier start(NotifierConfig config, Platform platform, Runnable onFatal) {
        var prefix = platform.kafka().prefix();
        Schemas.registerAndLoad(
                platform.registry(),
                prefix,
                List.of(Topics.ESCALATIONS, Topics.DELIVERIES, Topics.DEFINITIONS));
        checkTopics(platform.kafka());
        var notifier = new Notifier(config, platform, onFatal);
        platform.health().check(NAME, notifier::problem);
        platform.health().warn(LAST_RESORT, notifier.lastResort::lately);
        platform.health().warn(CHANNELS, notifier.refusals::now);
        notifier.thread.start();
        if (notifier.lastResort.exists()) {
            notifier.watch.start(() -> platform.health().problems().containsKey("kafka"));
        }
        return notifier;
    }

    private static void checkTopics(KafkaConfig kafka) {
        try (var admin = Admin.create(kafka.admin(NAME + "-start"))) {
            TopicAdmin.servicePartitions(admin, kafka.prefix());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private Optional<String> problem() {
        if (!thread.isAlive()) {
            return Optional.of("its thread has stopped");
        }
        return loop.map(DeliveryLoop::joined).orElse(false)
                ? Optional.empty()
                : Optional.of("has not read back its partitions yet");
    }

    private void run() {
        try {
            while (isOpen() && !definitions.awaitCaughtUp(PAUSE)) {
                LOG.info("Waits for the definitions");
            }
            while (isOpen() && deliver()) {
                closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs one loop until it fails or the notifier is closed.
    ///
    /// @return whether another one may be tried
    private boolean deliver() throws InterruptedException {
        try (var assembly =
                LoopAssembly.of(
                        platform.kafka(),
                        platform.serdes(),
                        lastResort,
                        lastResort.exists(),
                        new Pace(new PersonLimits(definitions, new Pace.Limit(pagesAtOnce))),
                        watch,
                        metrics)) {
            loop = Optional.of(assembly.loop());
            assembly.loop()
                    .run(Topics.ESCALATIONS.name(platform.kafka().prefix()), () -> !isOpen());
            return true;
        } catch (RuntimeException e) {
            if (failures.tooMany(InstantSource.system().instant())) {
                giveUp(e);
                return false;
            }
            LOG.error("The notifier failed and starts again from the log", e);
            return true;
        }
    }

    private void giveUp(Throwable failure) {
        LOG.error("The notifier gives up", failure);
        onFatal.run();
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    @Override
    public void close() {
        platform.health().remove(NAME);
        platform.health().remove(LAST_RESORT);
        platform.health().remove(CHANNELS);
        closing.countDown();
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Main.close(watch, channels, definitions, metrics);
    }
}
