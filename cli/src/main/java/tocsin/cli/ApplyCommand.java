package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tocsin.cli.definitions.Plan;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `tocsin apply DIR`: replaces the definitions in effect by those of a folder, and says before
/// what that changes.
@Command(
        name = "apply",
        description = "Replaces the definitions in effect by those of a folder.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder with definitions (.yaml).")
    private Path folder = Path.of(".");

    @Option(names = "--api", description = "Operators' API. Default: ${DEFAULT-VALUE}")
    private String api = "http://127.0.0.1:8080";

    @Option(names = "--dry-run", description = "Only says what would change.")
    private boolean dryRun = false;

    @Option(
            names = "--effective-from",
            paramLabel = "TIME",
            description =
                    "When it takes effect, such as 2026-01-05T09:00:00Z. Default: in a few seconds")
    private String effectiveFrom = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text or json. Default: ${DEFAULT-VALUE}")
    private OutputFormat output = OutputFormat.text;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        var documents = ConfigDirectory.read(folder, spec.commandLine().getErr()::println);
        try (var client = new ApiClient(api)) {
            var before = client.definitions();
            long base = before.path("version").asLong();
            var plan = Plan.of(documents(before.path("documents")), documents);
            if (output == OutputFormat.text) {
                out.printf("against set %d:%n%s%n", base, plan);
                out.flush();
            }
            var applied =
                    dryRun
                            ? Optional.<JsonNode>empty()
                            : Optional.of(client.apply(documents, base, effectiveFrom));
            if (output == OutputFormat.json) {
                out.println(json(base, plan, applied));
            } else {
                out.println(applied.map(answer -> told(answer, documents)).orElse("not applied"));
            }
        }
        out.flush();
        return 0;
    }

    private static List<Document> documents(JsonNode bodies) {
        var documents = new ArrayList<Document>();
        for (var body : bodies) {
            var kind = body.path("kind").asString("");
            var name = body.path("metadata").path("name").asString("");
            documents.add(new Document(kind, name, body));
        }
        return documents;
    }

    private static String told(JsonNode applied, List<Document> documents) {
        return applied.path("changed").asBoolean(true)
                ? "set %d with %d documents takes effect at %s"
                        .formatted(
                                applied.path("version").asLong(),
                                documents.size(),
                                applied.path("effectiveFrom").asString())
                : "nothing changed: set %d has the same content"
                        .formatted(applied.path("version").asLong());
    }

    private static String json(long base, Plan plan, Optional<JsonNode> applied) {
        var json = new LinkedHashMap<String, Object>();
        json.put("baseVersion", base);
        json.put("changes", plan.changes());
        json.put("unchanged", plan.unchanged());
        applied.ifPresent(answer -> json.put("applied", answer));
        return JsonMapper.shared().writeValueAsString(json);
    }
}
