package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.cli.DataFormat.Column;

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
            @Mixin ApiOptions.Note note) {
        var body = options.act(note);
        body.put("service", service);
        body.put("severity", severity);
        body.put("for", time);
        options.show(options.post("/v1/drills", body).demand(), COLUMNS);
        return 0;
    }

    @Command(
            name = "list",
            description = "Lists drills, those that are over too.",
            mixinStandardHelpOptions = true)
    int list() {
        options.show(options.get("/v1/drills"), "drills", COLUMNS);
        return 0;
    }

    @Command(
            name = "stop",
            description = "Ends a drill before its time.",
            mixinStandardHelpOptions = true)
    int stop(@Parameters(paramLabel = "DRILL") String id) {
        var path = "/v1/incidents/" + ApiClient.encoded(id);
        var incident = options.get(path);
        if (!incident.path("stream").asString("").equals("DRILL")) {
            throw new UserError(id + " is no drill: see tocsin incident resolve");
        }
        var body = options.act();
        body.put("note", "the drill is stopped");
        body.put("revision", incident.path("revision").asInt());
        options.show(options.post(path + "/resolve", body).demand(), COLUMNS);
        return 0;
    }
}
