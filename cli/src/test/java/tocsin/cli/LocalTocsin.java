package tocsin.cli;

import static org.assertj.core.api.Assertions.fail;

import tocsin.notifier.NotifierConfig;
import tocsin.notifier.channel.Secret;
import tocsin.responder.executor.Reach;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Traces;
import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A whole installation in this JVM on free ports, with a phone that keeps a ledger.
final class LocalTocsin implements AutoCloseable {
    static final String SECRET = "tests and notifier share this";

    private final Path folder;
    private final PhoneReceiver phone;
    private final Installation installation;

    private LocalTocsin(Path folder, PhoneReceiver phone, Installation installation) {
        this.folder = folder;
        this.phone = phone;
        this.installation = installation;
    }

    /// Starts one.
    ///
    /// @param folder for data, ledger and definitions
    /// @param yaml definitions; PHONE_URL stands for the phone's address
    static LocalTocsin start(Path folder, String yaml) {
        return start(folder, yaml, Traces.OFF);
    }

    static LocalTocsin start(Path folder, String yaml, Traces traces) {
        var phone = PhoneReceiver.start(folder.resolve("phone.ndjson"), SECRET, _ -> {});
        try {
            return new LocalTocsin(folder, phone, installation(folder, phone, yaml, traces));
        } catch (RuntimeException e) {
            close(phone);
            throw e;
        }
    }

    private static Installation installation(
            Path folder, PhoneReceiver phone, String yaml, Traces traces) {
        try {
            var config = Files.createDirectories(folder.resolve("config"));
            Files.writeString(
                    config.resolve("definitions.yaml"), yaml.replace("PHONE_URL", phone.url()));
            return Installation.start(
                    new Installation.Plan(
                            folder.resolve("data"),
                            Installation.PortPlan.free(),
                            ConfigDirectory.read(config),
                            Duration.ofSeconds(10),
                            new NotifierConfig(Map.of("phone", new Secret(SECRET)), System.out),
                            step -> System.out.println("tocsin: " + step),
                            false,
                            Reach.NONE,
                            Optional.empty(),
                            traces),
                    () -> System.out.println("tocsin: a part has given up"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The definitions of the demo.
    static String demoDefinitions() {
        try (var in = DemoCommand.class.getResourceAsStream("demo.yaml")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Installation installation() {
        return installation;
    }

    /// Every request the phone got, oldest first.
    List<JsonNode> ledger() {
        return ledger(folder.resolve("phone.ndjson"));
    }

    static List<JsonNode> ledger(Path file) {
        try (var lines = Files.lines(file)) {
            var json = new JsonMapper();
            return lines.map(line -> json.readTree(line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every fact on the log.
    List<IncidentEvent> facts() {
        return reader(installation.kafka()).values(Topics.INCIDENT_EVENTS);
    }

    /// Reads what is on the log there.
    static LogReader reader(KafkaConfig kafka) {
        var registry = new HttpSchemaRegistry(kafka.registries());
        return new LogReader(kafka, ValueSerdes.own(kafka.prefix(), registry));
    }

    List<IncidentEvent> facts(IncidentEventKind kind) {
        return facts().stream().filter(fact -> fact.getKind() == kind).toList();
    }

    /// Waits for something that has to happen.
    static void await(String what, Duration limit, BooleanSupplier happened) {
        var end = Instant.now().plus(limit);
        while (!happened.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                fail("not within %d s: %s", limit.toSeconds(), what);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Override
    public void close() {
        installation.close();
        close(phone);
    }

    private static void close(PhoneReceiver phone) {
        try {
            phone.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
