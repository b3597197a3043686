package tocsin.cli;

import org.apache.kafka.clients.admin.Admin;

import tocsin.detector.Detector;
import tocsin.detector.DetectorConfig;
import tocsin.ingest.Ingest;
import tocsin.ingest.IngestConfig;
import tocsin.notifier.Notifier;
import tocsin.notifier.NotifierConfig;
import tocsin.responder.Responder;
import tocsin.responder.ResponderConfig;
import tocsin.responder.callback.CallbackConfig;
import tocsin.responder.executor.Executor;
import tocsin.responder.executor.ExecutorConfig;
import tocsin.responder.executor.Reach;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Main;
import tocsin.runtime.Platform;
import tocsin.runtime.TopicAdmin;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.Schemas;
import tocsin.schemas.Topics;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Everything in one JVM on an embedded broker, with the schema registry beside it.
public final class Installation implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration READY_NEWS = Duration.ofSeconds(10);

    /// Ports of the four listeners; 0 lets the system choose.
    ///
    /// @param ingest monitoring systems send here
    /// @param api operators' API
    /// @param registry schema registry
    /// @param kafka broker
    public record PortPlan(int ingest, int api, int registry, int kafka) {
        /// The usual ports, each moved by `offset`.
        public static PortPlan standard(int offset) {
            return new PortPlan(9093 + offset, 8080 + offset, 8081 + offset, 9092 + offset);
        }

        /// Ports that were free a moment ago.
        public static PortPlan free() {
            return new PortPlan(Ports.free(), Ports.free(), Ports.free(), Ports.free());
        }

        private void awaitFree(Duration limit) {
            Ports.awaitFree(kafka, "Kafka", limit);
            Ports.awaitFree(registry, "schema registry", limit);
            Ports.awaitFree(api, "operators' API", limit);
            Ports.awaitFree(ingest, "ingest", limit);
        }
    }

    /// What to start.
    ///
    /// @param data folder for everything that is kept
    /// @param documents definitions to apply; empty keeps what is in effect, or the defaults
    /// @param portWait how long to wait for a port that is in use
    /// @param notifier secrets of channels, and where the console channel prints
    /// @param progress told what happens while it starts
    /// @param tokens whether callers of the operators' API need a token
    /// @param reach what remediations may run
    /// @param callbacks where other systems say what people did in them, if they are listened to
    /// @param traces makes spans; closed with the installation
    public record Plan(
            Path data,
            PortPlan ports,
            List<Document> documents,
            Duration portWait,
            NotifierConfig notifier,
            Consumer<String> progress,
            boolean tokens,
            Reach reach,
            Optional<CallbackConfig> callbacks,
            Traces traces) {

        /// Without tokens, so that whoever is on this machine may do everything, and without spans.
        public Plan(
                Path data,
                PortPlan ports,
                List<Document> documents,
                Duration portWait,
                NotifierConfig notifier,
                Consumer<String> progress) {
            this(
                    data,
                    ports,
                    documents,
                    portWait,
                    notifier,
                    progress,
                    false,
                    Reach.NONE,
                    Optional.empty(),
                    Traces.OFF);
        }

        private HttpServer.Config api() {
            var listener = HttpServer.Config.loopback(ports.api);
            return tokens ? listener.withTokens(ApiToken.book(data).toString()) : listener;
        }
    }

    private final List<AutoCloseable> started = Collections.synchronizedList(new ArrayList<>());
    private final Plan plan;
    private String ingestUrl = "";
    private String apiUrl = "";
    private KafkaConfig kafka = new KafkaConfig("", List.of(), Topics.DEFAULT_PREFIX, Map.of());

    private Installation(Plan plan) {
        this.plan = plan;
    }

    /// Starts everything and returns once it is ready and the definitions are in effect.
    ///
    /// @param onFatal called when a part has given up
    /// @throws UserError when something at hand prevents it
    public static Installation start(Plan plan, Runnable onFatal) {
        var installation = new Installation(plan);
        try {
            installation.startAll(onFatal);
            return installation;
        } catch (RuntimeException e) {
            installation.close();
            throw e;
        }
    }

    private void startAll(Runnable onFatal) {
        var data = keep(DataFolder.take(plan.data));
        plan.ports.awaitFree(plan.portWait);
        FirstKey.make(plan.data);
        if (plan.tokens && ApiToken.makeFirst(plan.data)) {
            plan.progress.accept("making the first token");
        }
        plan.progress.accept("starting Kafka and the schema registry");
        var bootstrapServers = "127.0.0.1:" + plan.ports.kafka;
        // The registry's own start takes longer than the broker's; it waits for the broker by
        // itself.
        var registry =
                EmbeddedRegistry.start(
                        registryHome(), bootstrapServers, plan.ports.registry, data.registryLog());
        keep(registry);
        keepBelow(registry, EmbeddedKafka.start(data.kafka(), plan.ports.kafka));
        kafka =
                new KafkaConfig(
                        bootstrapServers, List.of(registry.url()), Topics.DEFAULT_PREFIX, Map.of());
        createTopics();
        registry.awaitReady();
        Schemas.registerAndLoad(
                new HttpSchemaRegistry(kafka.registries()), kafka.prefix(), Topics.ALL);
        plan.progress.accept("starting ingest, detector, responder, executor and notifier");
        var platform = keep(new Platform(kafka, plan.traces));
        startServices(data, platform, onFatal);
        apply();
        awaitReady(platform);
    }

    private void createTopics() {
        try (var admin = Admin.create(kafka.admin("topics"))) {
            TopicAdmin.create(admin, kafka.prefix(), EmbeddedKafka.PARTITIONS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while creating topics");
        }
    }

    private void startServices(DataFolder data, Platform platform, Runnable onFatal) {
        try (var starters = Executors.newVirtualThreadPerTaskExecutor()) {
            var responder =
                    start(
                            starters::submit,
                            () ->
                                    Responder.start(
                                            new ResponderConfig(
                                                    plan.api(),
                                                    data.state("responder").toString(),
                                                    "http://127.0.0.1:" + plan.ports.api,
                                                    plan.callbacks,
                                                    Optional.of(FirstKey.read(plan.data))),
                                            platform,
                                            onFatal));
            var ingest =
                    start(
                            starters::submit,
                            () ->
                                    Ingest.start(
                                            new IngestConfig(
                                                    HttpServer.Config.loopback(plan.ports.ingest)),
                                            platform,
                                            onFatal));
            var detector =
                    start(
                            starters::submit,
                            () ->
                                    Detector.start(
                                            new DetectorConfig(data.state("detector"), 1),
                                            platform,
                                            onFatal));
            var executor =
                    start(
                            starters::submit,
                            () ->
                                    Executor.start(
                                            new ExecutorConfig(
                                                    FirstKey.read(plan.data).keys(), plan.reach),
                                            platform,
                                            onFatal));
            var notifier =
                    start(starters::submit, () -> Notifier.start(plan.notifier, platform, onFatal));
            apiUrl = done(responder).url();
            ingestUrl = done(ingest).url();
            done(detector);
            done(executor);
            done(notifier);
        }
    }

    private interface Submitter<T> {
        Future<T> submit(Callable<T> task);
    }

    private <T extends AutoCloseable> Future<T> start(Submitter<T> on, Callable<T> service) {
        return on.submit(() -> keep(service.call()));
    }

    private static <T> T done(Future<T> service) {
        try {
            return service.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while starting");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }

    private void apply() {
        if (plan.documents.isEmpty()) {
            return;
        }
        var token = ApiToken.forUrl(apiUrl, System.getenv(), plan.data);
        try (var api = new ApiClient(apiUrl, token)) {
            var applied = api.apply(plan.documents);
            if (!applied.path("changed").asBoolean(true)) {
                return;
            }
            plan.progress.accept("waiting until the definitions are in effect");
            var from = Instant.parse(applied.path("effectiveFrom").asString());
            LockSupport.parkUntil(from.toEpochMilli());
            while (Instant.now().isBefore(from)) {
                LockSupport.parkUntil(from.toEpochMilli());
            }
        }
    }

    private void awaitReady(Platform platform) {
        var end = Instant.now().plus(READY_LIMIT);
        var news = Instant.now().plus(READY_NEWS);
        while (!platform.health().ready()) {
            if (Instant.now().isAfter(news)) {
                plan.progress.accept("still waiting: " + platform.health().problems());
                news = Instant.now().plus(READY_NEWS);
            }
            if (Instant.now().isAfter(end)) {
                throw new UserError(
                        "not ready after "
                                + READY_LIMIT.toSeconds()
                                + " s: "
                                + platform.health().problems());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static Path registryHome() {
        var home = System.getProperty("tocsin.registry.home");
        if (home == null) {
            throw new UserError(
                    "the place of the schema registry is not known; start with ./tocsin, which sets"
                            + " -Dtocsin.registry.home");
        }
        return Path.of(home);
    }

    /// Keeps a part that has to be closed after another one that was started before.
    private void keepBelow(AutoCloseable above, AutoCloseable part) {
        started.add(started.indexOf(above), part);
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.add(part);
        return part;
    }

    /// Base URL of ingest.
    public String ingestUrl() {
        return ingestUrl;
    }

    /// Base URL of the operators' API.
    public String apiUrl() {
        return apiUrl;
    }

    /// Base URL of the schema registry.
    public URI registryUrl() {
        return kafka.registries().getFirst();
    }

    /// How to reach the broker and the registry.
    public KafkaConfig kafka() {
        return kafka;
    }

    /// Stops everything, last started first.
    @Override
    public void close() {
        Main.close(started.reversed().toArray(AutoCloseable[]::new));
        started.clear();
    }
}
