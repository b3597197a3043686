package tocsin.cli;

import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Main;
import tocsin.schemas.Topics;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Broker, registry and the four services, each a process of its own, as an operator would run
/// them: with the command lines of the containers, configured by their environment.
final class SeparateProcesses implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    /// The services.
    enum Service {
        INGEST,
        DETECTOR,
        RESPONDER,
        NOTIFIER;

        /// Its name in the Compose file.
        private String container() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Containers containers = new Containers();
    private final Path folder;
    private final int kafkaPort = Ports.free();
    private final int registryPort = Ports.free();
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final Map<Service, TocsinProcess> services = new EnumMap<>(Service.class);
    private TocsinProcess broker;
    private EmbeddedRegistry registry;

    SeparateProcesses(Path folder) throws InterruptedException {
        this.folder = folder;
        startBroker();
        startRegistry();
        containers
                .start("topics", folder.resolve("topics.log"), environment(), "--partitions", "4")
                .awaitEnd(START);
        for (var service : Service.values()) {
            ports.put(service, Ports.free());
            start(service);
        }
        services.keySet().forEach(this::awaitReady);
    }

    void startBroker() {
        broker =
                TocsinProcess.start(
                        BrokerProcess.class,
                        folder.resolve("broker.log"),
                        Map.of(),
                        folder.resolve("kafka").toString(),
                        Integer.toString(kafkaPort));
        LocalTocsin.await("a broker", START, () -> !Ports.isFree(kafkaPort));
    }

    void killBroker() {
        broker.kill();
        LocalTocsin.await("the end of the broker", START, () -> !broker.isAlive());
    }

    void startRegistry() {
        registry =
                EmbeddedRegistry.start(
                                Path.of(System.getProperty("tocsin.registry.home")),
                                "127.0.0.1:" + kafkaPort,
                                registryPort,
                                folder.resolve("registry.log"))
                        .awaitReady();
    }

    void stopRegistry() {
        registry.close();
    }

    void start(Service service) {
        var environment = new HashMap<>(environment());
        environment.put("TOCSIN_HTTP_PORT", Integer.toString(ports.get(service)));
        environment.put("TOCSIN_STATE_DIR", folder.resolve(service.name()).toString());
        environment.put("TOCSIN_CHANNEL_PHONE_SECRET", LocalTocsin.SECRET);
        environment.put("TOCSIN_PRIVATE_RECEIVERS", "127.0.0.1");
        services.put(
                service,
                containers.start(
                        service.container(), folder.resolve(service + ".log"), environment));
    }

    /// `kill -9`.
    void kill(Service service) {
        var process = services.get(service);
        process.kill();
        LocalTocsin.await("the end of " + service, START, () -> !process.isAlive());
    }

    void awaitReady(Service service) {
        try (var client = client(service)) {
            LocalTocsin.await(
                    service + " is ready",
                    START,
                    () -> {
                        if (!services.get(service).isAlive()) {
                            throw new AssertionError(
                                    service + " ended: " + services.get(service).printed());
                        }
                        return isReady(client);
                    });
        }
    }

    private static boolean isReady(ApiClient client) {
        try {
            return client.get("/health/ready").ok();
        } catch (UserError e) {
            return false;
        }
    }

    /// A client of one service's HTTP listener.
    ApiClient client(Service service) {
        return new ApiClient(url(service));
    }

    /// Base URL of one service's HTTP listener.
    String url(Service service) {
        return "http://127.0.0.1:" + ports.get(service);
    }

    KafkaConfig kafka() {
        return new KafkaConfig(
                "127.0.0.1:" + kafkaPort,
                List.of(URI.create(registryUrl())),
                Topics.DEFAULT_PREFIX,
                Map.of());
    }

    private String registryUrl() {
        return "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7";
    }

    /// What tells a service where broker and registry are.
    Map<String, String> environment() {
        return Map.of(
                "TOCSIN_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + kafkaPort,
                "TOCSIN_SCHEMA_REGISTRY_URL",
                registryUrl());
    }

    @Override
    public void close() {
        Main.close(services.values().toArray(AutoCloseable[]::new));
        Main.close(registry, broker);
    }
}
