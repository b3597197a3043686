package tocsin.cli;

import org.apache.kafka.clients.admin.Admin;

import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Main;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A broker in this JVM and a registry beside it, with the topics of the catalogue.
final class BrokerFixture implements AutoCloseable {
    private final EmbeddedKafka broker;
    private final EmbeddedRegistry registry;

    private BrokerFixture(EmbeddedKafka broker, EmbeddedRegistry registry) {
        this.broker = broker;
        this.registry = registry;
    }

    static BrokerFixture start(Path folder) {
        var broker = EmbeddedKafka.start(folder.resolve("kafka"), Ports.free());
        var registry =
                EmbeddedRegistry.start(
                        Path.of(System.getProperty("tocsin.registry.home")),
                        broker.bootstrapServers(),
                        Ports.free(),
                        folder.resolve("registry.log"));
        var fixture = new BrokerFixture(broker, registry.awaitReady());
        try (var admin = Admin.create(fixture.kafka().admin("fixture"))) {
            TopicAdmin.create(admin, Topics.DEFAULT_PREFIX, EmbeddedKafka.PARTITIONS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return fixture;
    }

    KafkaConfig kafka() {
        return new KafkaConfig(
                broker.bootstrapServers(),
                List.of(registry.url()),
                Topics.DEFAULT_PREFIX,
                Map.of());
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
