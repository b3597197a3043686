package tocsin.cli;

import org.apache.kafka.clients.admin.Admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Settings;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.RegistryException;
import tocsin.schemas.Topics;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tocsin doctor`: is everything there that Tocsin needs, and is it well?
@Command(
        name = "doctor",
        description =
                "Checks settings, Kafka, schema registry, topics and services, and says how to mend"
                        + " what is wrong. Exit code 1 when something is.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--ingest", description = "Ingest. Default: ${DEFAULT-VALUE}")
    private String ingest = "http://127.0.0.1:9093";

    @Option(names = "--api", description = "Operators' API. Default: ${DEFAULT-VALUE}")
    private String api = "http://127.0.0.1:8080";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text or json. Default: ${DEFAULT-VALUE}")
    private OutputFormat output = OutputFormat.text;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Map<String, String> environment;
    private final List<Finding> findings = new ArrayList<>();

    DoctorCommand() {
        this(System.getenv());
    }

    DoctorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /// What one check found.
    ///
    /// @param fix what to do; empty when all is well
    record Finding(String check, boolean well, String found, String fix) {}

    /// One check: returns what it found, or throws.
    @FunctionalInterface
    private interface Check {
        String run() throws Exception;
    }

    @Override
    public Integer call() {
        check("settings", "see tocsin config show", this::settings);
        var kafka = KafkaConfig.from(new Settings(environment));
        try (var admin = Admin.create(kafka.admin("doctor"))) {
            check(
                    "kafka",
                    "start Kafka, or set TOCSIN_BOOTSTRAP_SERVERS and TOCSIN_KAFKA_*",
                    () -> brokers(admin, kafka));
            check(
                    "topics",
                    "tocsin topics plan says what differs, tocsin topics apply mends it",
                    () -> TopicAdmin.servicePartitions(admin, kafka.prefix()) + " partitions");
        }
        check(
                "registry",
                "start the schema registry, or set TOCSIN_SCHEMA_REGISTRY_URL",
                () -> registry(kafka));
        check("ingest", "start it, or say where it is with --ingest", () -> ready(ingest));
        check("responder", "start it, or say where it is with --api", () -> ready(api));
        print();
        return findings.stream().allMatch(Finding::well) ? 0 : 1;
    }

    private void check(String name, String fix, Check check) {
        try {
            findings.add(new Finding(name, true, check.run(), ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted");
        } catch (Exception e) {
            var cause = e.getCause() == null ? e : e.getCause();
            findings.add(new Finding(name, false, String.valueOf(cause.getMessage()), fix));
        }
    }

    private String settings() {
        var problems = ServiceSettings.of(environment).problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return "can be read";
    }

    private static String brokers(Admin admin, KafkaConfig kafka) throws Exception {
        int brokers = admin.describeCluster().nodes().get().size();
        return "%d brokers at %s".formatted(brokers, kafka.bootstrapServers());
    }

    private static String registry(KafkaConfig kafka) throws RegistryException {
        var registry = new HttpSchemaRegistry(kafka.registries());
        long known =
                Topics.ALL.stream()
                        .filter(topic ->
                                !registry.versions(topic.subject(kafka.prefix())).isEmpty())
                        .count();
        return "knows %d of %d topics at %s"
                .formatted(known, Topics.ALL.size(), kafka.registries().getFirst().getHost());
    }

    private static String ready(String url) {
        try (var client = new ApiClient(url)) {
            var answer = client.get("/health/ready");
            if (!answer.ok()) {
                throw new IllegalStateException(url + " is not ready: " + answer.body());
            }
            var warnings = answer.body().path("warnings");
            return "ready at " + url + (warnings.isEmpty() ? "" : "; it warns: " + warnings);
        }
    }

    private void print() {
        var out = spec.commandLine().getOut();
        if (output == OutputFormat.json) {
            out.println(JsonMapper.shared().writeValueAsString(findings));
        } else {
            for (var one : findings) {
                out.printf("%-5s %-10s %s%n", one.well() ? "ok" : "BAD", one.check(), one.found());
                if (!one.well()) {
                    out.printf("%-5s %-10s %s%n", "", "", "-> " + one.fix());
                }
            }
        }
        out.flush();
    }
}
