package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Settings;

import java.util.HashMap;
import java.util.concurrent.Callable;

/// `tocsin verify`: would today's rules decide the same?
@Command(
        name = "verify",
        description =
                "Decides every recorded cause again and compares the facts byte for byte."
                        + " Exit code 1 when one differs.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--bootstrap-servers",
            description = "Kafka. Default: TOCSIN_BOOTSTRAP_SERVERS, else localhost:9092")
    private String bootstrapServers = "";

    @Option(
            names = "--registry",
            description =
                    "Schema registry. Default: TOCSIN_SCHEMA_REGISTRY_URL, else localhost:8081")
    private String registry = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var environment = new HashMap<>(System.getenv());
        if (!bootstrapServers.isEmpty()) {
            environment.put("TOCSIN_BOOTSTRAP_SERVERS", bootstrapServers);
        }
        if (!registry.isEmpty()) {
            environment.put("TOCSIN_SCHEMA_REGISTRY_URL", registry);
        }
        var settings = new Settings(environment);
        var kafka = KafkaConfig.from(settings);
        settings.check();
        var report = LogVerification.of(kafka);
        var out = spec.commandLine().getOut();
        out.println(LogVerification.summary(report));
        out.flush();
        return report.same() ? 0 : 1;
    }
}
