package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.AvroSerde;
import tocsin.schemas.Counts;
import tocsin.schemas.Envelope;
import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.SchemaRegistry;
import tocsin.schemas.Topics;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// kcat, where it is installed, reads our topics. Decoding needs a kcat that was built with Avro,
/// which `kcat -V` tells; Debian's is not.
class KcatTest {
    @TempDir private static Path folder;

    private static String version;
    private static BrokerFixture broker;
    private static SchemaRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        version = version();
        assumeTrue(!version.isEmpty(), "kcat is not installed");
        broker = BrokerFixture.start(folder);
        registry = new HttpSchemaRegistry(broker.kafka().registries());
        send(sample("checkout", 980));
        send(sample("search", 7));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void kcat_reads_the_key_and_the_frame_of_each_value() throws Exception {
        var subject = Topics.METRICS.subject(Topics.DEFAULT_PREFIX);
        int id = registry.register(subject, Topics.METRICS.schema());

        var lines = kcat("-o", "-10", "-s", "value=>bI", "-f", "%k %T %s\\n");

        assertThat(lines)
                .map(line -> line.replaceFirst(" \\d{13} ", " TIME "))
                .containsExactlyInAnyOrder("checkout TIME 0" + id, "search TIME 0" + id);
    }

    @Test
    void kcat_decodes_values_through_the_registry() throws Exception {
        assumeTrue(version.contains("Avro"), "this kcat was built without Avro: " + version);

        var lines = kcat("-s", "value=avro", "-r", broker.kafka().registries().getFirst() + "");

        var json = new JsonMapper();
        assertThat(lines)
                .map(line -> json.readTree(line).path("service").asString())
                .containsExactlyInAnyOrder("checkout", "search");
        assertThat(String.join("\n", lines)).contains("980").contains("1000");
    }

    private static List<String> kcat(String... how) throws Exception {
        var command = new ArrayList<String>(List.of("kcat", "-C", "-q", "-e"));
        command.addAll(List.of("-b", broker.kafka().bootstrapServers()));
        command.addAll(List.of("-t", Topics.METRICS.name(Topics.DEFAULT_PREFIX)));
        command.addAll(List.of(how));
        return run(command).lines().toList();
    }

    /// What `kcat -V` says; empty where there is none.
    private static String version() throws Exception {
        try {
            return run(List.of("kcat", "-V"));
        } catch (IOException e) {
            return "";
        }
    }

    private static String run(List<String> command) throws Exception {
        var output = folder.resolve("kcat.out");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        var said = java.nio.file.Files.readString(output, UTF_8);
        assertThat(process.exitValue()).as("%s said %s", command, said).isZero();
        return said;
    }

    private static void send(MetricSample sample) throws Exception {
        var serde = new AvroSerde<>(Topics.METRICS, Topics.DEFAULT_PREFIX, registry);
        try (var producer =
                new KafkaProducer<>(
                        broker.kafka().producer("test"),
                        new StringSerializer(),
                        serde.serializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.METRICS.name(Topics.DEFAULT_PREFIX),
                                    sample.getService(),
                                    sample))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static MetricSample sample(String service, long good) {
        var at = Instant.now();
        return MetricSample.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId(service + "/1").setAt(at).build())
                .setKind(MetricKind.COUNTS)
                .setService(service)
                .setSli("availability")
                .setCounts(new Counts(10_000L, good, 1000L))
                .build();
    }
}
