package tocsin.cli;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    @Override
    protected SchemaRegistry registry() {
        return new HttpSchemaRegistry(List.of(broker.kafka().registries().getFirst()));
    }
}
