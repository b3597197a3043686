package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.SchemaRegistry;
import tocsin.schemas.SchemaRegistryContract;

import java.nio.file.Path;
import java.util.List;

/// Our client against a real Apicurio Registry.
class ApicurioRegistryTest extends SchemaRegistryContract {
    @TempDir private static Path folder;

    private static BrokerFixture broker;

    @BeforeAll
    static void start() {
        broker = BrokerFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void a_registry_that_ends_while_it_starts_is_started_again() {
        var registry =
                EmbeddedRegistry.start(
                        Path.of(System.getProperty("tocsin.registry.home")),
                        broker.kafka().bootstrapServers(),
                        Ports.free(),
                        folder.resolve("second.log"));
        try (registry) {
            assertThat(registry.process().destroyForcibly()).isTrue();

            assertThat(registry.awaitReady().process().isAlive()).isTrue();
        }
    }

    @Override
    protected SchemaRegistry registry() {
        return new HttpSchemaRegistry(List.of(broker.kafka().registries().getFirst()));
    }
}
