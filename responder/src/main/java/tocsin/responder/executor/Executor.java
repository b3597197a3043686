package tocsin.responder.executor;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.RemediationGuard;
import tocsin.responder.execution.Desk;
import tocsin.responder.execution.Guard;
import tocsin.responder.execution.Ledger;
import tocsin.responder.execution.Order;
import tocsin.responder.execution.Told;
import tocsin.responder.execution.Verdict;
import tocsin.responder.remediation.Catalogue;
import tocsin.runtime.ControlsView;
import tocsin.runtime.DefinitionsView;
import tocsin.runtime.HttpServer;
import tocsin.runtime.Main;
import tocsin.runtime.Platform;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.RegistryException;
import tocsin.schemas.Schemas;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Runs what was approved, once, and tells what came of it.
public final class Executor implements AutoCloseable {
    /// As a process of its own.
    public static final Main.Service SERVICE =
            new Main.Service(
                    "executor",
                    "Runs remediations that were approved, and tells what came of them.",
                    settings -> {
                        var http = HttpServer.Config.from(settings, 8084);
                        var config = ExecutorConfig.from(settings);
                        return (platform, onFatal) -> {
                            var server = HttpServer.start(http, platform, _ -> {});
                            var executor = start(config, platform, onFatal);
                            return () -> Main.close(executor, server);
                        };
                    });

    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final String NAME = "executor";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    /// For so long at most a killed executor keeps others from reading on.
    private static final int TRANSACTION_MILLIS = 10_000;

    private static final Duration CLOSE = Duration.ofSeconds(15);

    private final ExecutorConfig config;
    private final Platform platform;
    private final DefinitionsView definitions;
    private final ControlsView controls;
    private final ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor();
    private final Steps steps;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<ExecutorLoop> loop = Optional.empty();

    private Executor(ExecutorConfig config, Platform platform, Runnable onFatal) {
        this.config = config;
        this.platform = platform;
        steps = Steps.of(config.reach());
        definitions = new DefinitionsView(NAME, platform);
        controls = new ControlsView(NAME, platform);
        thread =
                Thread.ofPlatform()
                        .name(NAME)
                        .uncaughtExceptionHandler((_, failure) -> {
                            LOG.error("The executor gives up", failure);
                            onFatal.run();
                        })
                        .unstarted(this::run);
    }

    static void main(String[] arguments) {
        Main.run(SERVICE, arguments);
    }

    /// Starts an executor that runs until it is closed.
    ///
    /// @param onFatal called once it has given up; a main exits with an error
    public static Executor start(ExecutorConfig config, Platform platform, Runnable onFatal) {
        var kafka = platform.kafka();
        Schemas.registerAndLoad(
                platform.registry(),
                kafka.prefix(),
                List.of(
                        Topics.REMEDIATIONS,
                        Topics.REMEDIATION_RESULTS,
                        Topics.DEFINITIONS,
                        Topics.CONTROLS));
        try (var admin = Admin.create(kafka.admin(NAME + "-start"))) {
            int _ = TopicAdmin.servicePartitions(admin, kafka.prefix());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
        var executor = new Executor(config, platform, onFatal);
        platform.health().check(NAME, executor::problem);
        executor.thread.start();
        return executor;
    }

    private Optional<String> problem() {
        if (!thread.isAlive()) {
            return Optional.of("its thread has stopped");
        }
        return loop.map(ExecutorLoop::joined).orElse(false)
                ? Optional.empty()
                : Optional.of("has not read back what was run yet");
    }

    private void run() {
        definitions.demandCaughtUp(CATCH_UP);
        controls.demandCaughtUp(CATCH_UP);
        while (closing.getCount() > 0) {
            work();
            await();
        }
    }

    /// Until it is closed, or has to begin anew from the log. A run of before goes on; its outcome
    /// is not told any more, so it counts as cut.
    private void work() {
        var kafka = platform.kafka();
        var serdes = platform.serdes();
        var id = NAME + "-" + UUID.randomUUID();
        Map<String, Object> group = new HashMap<>(kafka.consumer(NAME));
        group.put("group.id", kafka.group(NAME));
        Map<String, Object> transactional = new HashMap<>(kafka.producer(NAME + "-results"));
        transactional.put("transactional.id", kafka.group(id));
        transactional.put("transaction.timeout.ms", TRANSACTION_MILLIS);
        try (var orders =
                        new KafkaConsumer<>(
                                group,
                                new ByteArrayDeserializer(),
                                lenient(serdes.of(Topics.REMEDIATIONS).deserializer()));
                var news =
                        new KafkaConsumer<>(
                                kafka.consumer(NAME + "-news"),
                                new ByteArrayDeserializer(),
                                lenient(serdes.of(Topics.REMEDIATION_RESULTS).deserializer()));
                var results =
                        new KafkaProducer<>(
                                transactional,
                                new StringSerializer(),
                                serdes.of(Topics.REMEDIATION_RESULTS).serializer())) {
            var next =
                    new ExecutorLoop(
                            new ExecutorLoop.Wiring(
                                    orders,
                                    news,
                                    results,
                                    this::judge,
                                    steps::run,
                                    this::resume,
                                    runs,
                                    InstantSource.system(),
                                    kafka.prefix(),
                                    id));
            loop = Optional.of(next);
            next.run(() -> closing.getCount() == 0);
        } catch (RuntimeException e) {
            LOG.error("The executor failed and begins anew from the log", e);
        }
    }

    private Verdict judge(Order order, Ledger ledger, Set<String> busy, Instant now) {
        return guard(order, ledger, busy).judge(order, now);
    }

    private Guard guard(Order order, Ledger ledger, Set<String> busy) {
        return new Guard(
                definitions.version(order.proposal().definitions()).map(Catalogue::of),
                config.keys(),
                config.reach().limits(),
                RemediationGuard.stopped(controls.newest()),
                ledger,
                busy);
    }

    /// Who can be asked about a run that was cut: what it did stands in its order.
    private Optional<ExecutorLoop.Resumed> resume(Told cut) {
        var kafka = platform.kafka();
        var log =
                new OrderLog(
                        kafka.consumer(NAME + "-orders"),
                        kafka.prefix(),
                        lenient(platform.serdes().of(Topics.REMEDIATIONS).deserializer()));
        return Optional.ofNullable(cut.order())
                .flatMap(log::at)
                .flatMap(order ->
                        guard(order, new Ledger(), Set.of())
                                .again(order, cut)
                                .map(go ->
                                        new Desk.Begun(order.id(), go.step(), go.within(), order)))
                .flatMap(begun ->
                        steps.resumed(begun, cut.status())
                                .map(outcome -> new ExecutorLoop.Resumed(begun, outcome)));
    }

    /// A record that nobody can read gives no order and tells nothing; a registry that is down is
    /// waited for.
    private static <T> Deserializer<Optional<T>> lenient(Deserializer<T> deserializer) {
        return (topic, bytes) -> {
            try {
                return Optional.ofNullable(deserializer.deserialize(topic, bytes));
            } catch (RegistryException e) {
                if (e.temporary()) {
                    throw e;
                }
                LOG.warn("A record of {} is skipped: {}", topic, e.getMessage());
            } catch (RuntimeException e) {
                LOG.warn("A record of {} is skipped: {}", topic, e.toString());
            }
            return Optional.empty();
        };
    }

    private void await() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        platform.health().remove(NAME);
        closing.countDown();
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runs.shutdownNow();
        Main.close(steps, definitions, controls);
    }
}
