package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `tocsin deploy-gate SERVICE`: may it be deployed now?
@Command(
        name = "deploy-gate",
        description =
                "Asks whether a service may be deployed now. Exit code 1 when it may not, with the"
                        + " reasons.",
        mixinStandardHelpOptions = true)
final class DeployGateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SERVICE", description = "The service to deploy.")
    private String service = "";

    @Option(
            names = "--fix",
            description = "The deployment mends something: the reasons are told, but it may pass.")
    private boolean fix = false;

    @Option(names = "--api", description = "Operators' API. Default: ${DEFAULT-VALUE}")
    private String api = "http://127.0.0.1:8080";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (var client = new ApiClient(api)) {
            var answer =
                    client.get(
                            "/v1/services/%s/deploy-gate?purpose=%s"
                                    .formatted(ApiClient.encoded(service), fix ? "fix" : "change"));
            if (!answer.ok()) {
                throw new UserError("the gate did not answer: " + answer.body());
            }
            var decision = answer.body().path("decision").asString("");
            out.println(decision);
            answer.body()
                    .path("reasons")
                    .forEach(reason -> out.println("  " + reason.path("text").asString("")));
            out.flush();
            return decision.equals("allow") ? 0 : 1;
        }
    }
}
