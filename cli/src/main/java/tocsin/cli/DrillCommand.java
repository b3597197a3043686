package tocsin.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tocsin.cli.DataFormat.Column;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/// `tocsin drill ...`: do pages arrive, and does somebody answer?
@Command(
        name = "drill",
        description = "Pages whoever is on call although nothing is wrong, and says so.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DrillCommand {
    private static final Column[] COLUMNS = {
        Column.of("DRILL", "/id"),
        Column.of("SERVICE", "/service"),
        Column.of("SEVERITY", "/severity"),
        Column.of("STATUS", "/status"),
        Column.of("BEGAN", "/openedAt"),
        Column.of("TAKEN BY", "/acknowledgedBy")
    };

    @Mixin private ApiOptions options = new ApiOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "start",
            description = "Begins a drill: real channels, the real escalation policy.",
            mixinStandardHelpOptions = true)
    int start(
            @Option(
                            names = "--service",
                            paramLabel = "NAME",
                            defaultValue = "drill",
                            description =
                                    "Whose escalation policy. Default: drill, which has the default"
                                            + " policy unless it is defined")
                    String service,
            @Option(
                            names = "--severity",
                            paramLabel = "SEVERITY",
                            defaultValue = "SEV-2",
                            description = "SEV-1 and SEV-2 page. Default: SEV-2")
                    String severity,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            defaultValue = "10m",
                            description = "It ends by itself after this, 4h at most. Default: 10m")
                    String time,
            @Option(
                            names = {"-m", "--note"},
                            paramLabel = "TEXT")
                    @Nullable String note) {
        var body = new LinkedHashMap<String, Object>();
        body.put("actor", options.actor);
        body.put("service", service);
        body.put("severity", severity);
        body.put("for", time);
        if (note != null) {
            body.put("note", note);
        }
        try (var client = new ApiClient(options.api)) {
            print(client.post("/v1/drills", body).demand());
        }
        return 0;
    }

    @Command(
            name = "list",
            description = "Lists drills, those that are over too.",
            mixinStandardHelpOptions = true)
    int list() {
        try (var client = new ApiClient(options.api)) {
            var answer = client.get("/v1/drills").demand();
            options.output.print(
                    spec.commandLine().getOut(), answer, answer.path("drills"), COLUMNS);
        }
        return 0;
    }

    @Command(
            name = "stop",
            description = "Ends a drill before its time.",
            mixinStandardHelpOptions = true)
    int stop(@Parameters(paramLabel = "DRILL") String id) {
        var path = "/v1/incidents/" + ApiClient.encoded(id);
        try (var client = new ApiClient(options.api)) {
            var incident = client.get(path).demand();
            if (!incident.path("stream").asString("").equals("DRILL")) {
                throw new UserError(id + " is no drill: see tocsin incident resolve");
            }
            var body =
                    Map.of(
                            "actor",
                            options.actor,
                            "note",
                            "the drill is stopped",
                            "revision",
                            incident.path("revision").asInt());
            print(client.post(path + "/resolve", body).demand());
        }
        return 0;
    }

    private void print(JsonNode incident) {
        options.output.print(
                spec.commandLine().getOut(),
                incident,
                JsonMapper.shared().createArrayNode().add(incident),
                COLUMNS);
    }
}
