package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `tocsin apply DIR`: replaces the definitions in effect by those of a folder.
@Command(
        name = "apply",
        description = "Replaces the definitions in effect by those of a folder.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder with definitions (.yaml).")
    private Path folder = Path.of(".");

    @Option(names = "--api", description = "Operators' API. Default: ${DEFAULT-VALUE}")
    private String api = "http://127.0.0.1:8080";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        var documents = ConfigDirectory.read(folder, spec.commandLine().getErr()::println);
        try (var client = new ApiClient(api)) {
            var applied = client.apply(documents);
            out.println(
                    applied.path("changed").asBoolean(true)
                            ? "set %d with %d documents takes effect at %s"
                                    .formatted(
                                            applied.path("version").asLong(),
                                            documents.size(),
                                            applied.path("effectiveFrom").asString())
                            : "nothing changed: set %d has the same content"
                                    .formatted(applied.path("version").asLong()));
        }
        out.flush();
        return 0;
    }
}
