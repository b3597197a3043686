package tocsin.ingest;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.runtime.DefinitionsView;
import tocsin.runtime.HttpServer;
import tocsin.runtime.Main;
import tocsin.runtime.Platform;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.Schemas;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Takes what monitoring systems say over HTTP and writes it to topics `metrics`, `alerts` and
/// `changes`.
public final class Ingest implements AutoCloseable {
    /// As a process of its own.
    public static final Main.Service SERVICE =
            new Main.Service(
                    "ingest",
                    "Takes what monitoring systems measure and say, over HTTP.",
                    settings -> {
                        var config = IngestConfig.from(settings);
                        return (platform, onFatal) -> start(config, platform, onFatal);
                    });

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final String NAME = "ingest";
    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(30);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private final Platform platform;
    private final Gate gate = new Gate();
    private final InstantSource clock = InstantSource.system();

    /// What to close, last opened first.
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private String url = "";

    private Ingest(Platform platform) {
        this.platform = platform;
    }

    /// Starts ingest, ready to serve when it returns.
    ///
    /// @param onFatal called when it cannot go on; the process should end then
    /// @throws IllegalStateException when topics are missing or do not fit, or the definitions
    ///   could not be read in time
    public static Ingest start(IngestConfig config, Platform platform, Runnable onFatal) {
        var ingest = new Ingest(platform);
        try {
            ingest.open(config, onFatal);
            return ingest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ingest.close();
            throw new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            ingest.close();
            throw e;
        }
    }

    /// The base URL it is reached by.
    public String url() {
        return url;
    }

    private void open(IngestConfig config, Runnable onFatal) throws InterruptedException {
        var kafka = platform.kafka();
        Schemas.registerAndLoad(
                platform.registry(),
                kafka.prefix(),
                List.of(Topics.METRICS, Topics.ALERTS, Topics.CHANGES, Topics.DEFINITIONS));
        int partitions = partitions();
        var meters = opened(new IngestMeters(platform.meters()));
        var definitions = opened(new DefinitionsView(NAME, platform));
        var publisher = publisher(meters, onFatal);
        if (!definitions.awaitCaughtUp(CATCH_UP_LIMIT)) {
            throw new IllegalStateException(
                    "the definitions were not read within " + CATCH_UP_LIMIT.toSeconds() + " s");
        }
        var routes =
                new IngestRoutes(
                        new TracedPublisher(
                                publisher, platform.traces(), platform.kafka().prefix()),
                        definitions,
                        platform.health(),
                        clock,
                        gate,
                        meters,
                        platform.traces());
        url = opened(HttpServer.start(config.http(), platform, routes)).url();
        opened(Ticker.start(publisher, partitions, clock));
        platform.health().check(NAME, () -> problem(publisher));
        LOG.info("Ingest listens on {}", url);
    }

    private int partitions() throws InterruptedException {
        try (var admin = Admin.create(platform.kafka().admin(NAME + "-check"))) {
            return TopicAdmin.servicePartitions(admin, platform.kafka().prefix());
        }
    }

    private KafkaPublisher publisher(IngestMeters meters, Runnable onFatal) {
        var producer =
                new KafkaProducer<>(
                        platform.kafka().producer(NAME),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        var publisher =
                opened(new KafkaPublisher(producer, platform.serdes(), clock, meters, onFatal));
        opened(new KafkaClientMetrics(producer)).bindTo(platform.meters());
        return publisher;
    }

    private Optional<String> problem(KafkaPublisher publisher) {
        return gate.closed() ? Optional.of("stopping") : publisher.problem();
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.push(closeable);
        return closeable;
    }

    /// Lets no request in any more, waits for those inside, then stops ticks, listener and
    /// producer, which writes what it still holds.
    @Override
    public void close() {
        try {
            gate.close(DRAIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        while (!open.isEmpty()) {
            Main.close(open.pop());
        }
        platform.health().remove(NAME);
        platform.health().remove(NAME + "-definitions");
    }

    static void main(String[] arguments) {
        Main.run(SERVICE, arguments);
    }
}
