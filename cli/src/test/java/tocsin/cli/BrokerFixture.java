package tocsin.cli;

import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Main;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.Topics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A broker and a registry beside it, with the topics of the catalogue. Where Docker answers, the
/// broker is Apache Kafka's own image, else the embedded one; the registry is the same.
final class BrokerFixture implements AutoCloseable {
    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final Path SOCKET = Path.of("/var/run/docker.sock");

    private final AutoCloseable broker;
    private final String bootstrapServers;
    private final EmbeddedRegistry registry;

    private BrokerFixture(
            AutoCloseable broker, String bootstrapServers, EmbeddedRegistry registry) {
        this.broker = broker;
        this.bootstrapServers = bootstrapServers;
        this.registry = registry;
    }

    static BrokerFixture start(Path folder) {
        if (dockerAnswers()) {
            var container = new KafkaContainer(IMAGE);
            container.start();
            return start(folder, container, container.getBootstrapServers());
        }
        var embedded = EmbeddedKafka.start(folder.resolve("kafka"), Ports.free());
        return start(folder, embedded, embedded.bootstrapServers());
    }

    /// Looks for a socket first: without one, asking takes seconds and says a lot.
    private static boolean dockerAnswers() {
        return (Files.exists(SOCKET) || System.getenv("DOCKER_HOST") != null)
                && DockerClientFactory.instance().isDockerAvailable();
    }

    private static BrokerFixture start(Path folder, AutoCloseable broker, String bootstrapServers) {
        var registry =
                EmbeddedRegistry.start(
                        Path.of(System.getProperty("tocsin.registry.home")),
                        bootstrapServers,
                        Ports.free(),
                        folder.resolve("registry.log"));
        var fixture = new BrokerFixture(broker, bootstrapServers, registry.awaitReady());
        try (var admin = Admin.create(fixture.kafka().admin("fixture"))) {
            TopicAdmin.create(admin, Topics.DEFAULT_PREFIX, EmbeddedKafka.PARTITIONS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return fixture;
    }

    KafkaConfig kafka() {
        return new KafkaConfig(
                bootstrapServers, List.of(registry.url()), Topics.DEFAULT_PREFIX, Map.of());
    }

    /// Ends the registry; the broker goes on.
    void stopRegistry() {
        registry.close();
    }

    @Override
    public void close() {
        Main.close(registry, broker);
    }
}
