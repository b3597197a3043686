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

/// `tocsin incident ...`: what is going on, and what to do about it.
@Command(
        name = "incident",
        description = "Lists incidents, shows one, and acts on it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class IncidentCommand {
    private static final Column[] COLUMNS = {
        Column.of("INCIDENT", "/id"),
        Column.of("SEVERITY", "/severity"),
        Column.of("STATUS", "/status"),
        Column.of("OPENED", "/openedAt"),
        Column.of("TAKEN BY", "/acknowledgedBy"),
        Column.of("FIRING", "/firingCauses"),
        Column.of("ATTACHED TO", "/attachedTo"),
        Column.of("TITLE", "/title")
    };

    @Mixin private ApiOptions options = new ApiOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", description = "Lists incidents.", mixinStandardHelpOptions = true)
    int list(
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            description = "open, acknowledged or resolved. Default: all")
                    @Nullable String status,
            @Option(names = "--service", paramLabel = "NAME", description = "Of one service only")
                    @Nullable String service) {
        var query = new StringBuilder("/v1/incidents?");
        append(query, "status", status);
        append(query, "service", service);
        try (var client = new ApiClient(options.api)) {
            var answer = client.get(query.toString()).demand();
            options.output.print(
                    spec.commandLine().getOut(), answer, answer.path("incidents"), COLUMNS);
        }
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows one incident with its timeline.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "INCIDENT") String id) {
        try (var client = new ApiClient(options.api)) {
            var incident = client.get(path(id)).demand();
            print(incident);
            if (options.output == DataFormat.table) {
                var out = spec.commandLine().getOut();
                out.println();
                options.output.print(
                        out,
                        incident,
                        incident.path("timeline"),
                        Column.of("DECIDED", "/decidedAt"),
                        Column.of("FACT", "/kind"),
                        new Column("WHAT", FactText::of));
            }
        }
        return 0;
    }

    @Command(
            name = "deliveries",
            description = "Shows who was told of it, over what, and what comes next.",
            mixinStandardHelpOptions = true)
    int deliveries(@Parameters(paramLabel = "INCIDENT") String id) {
        try (var client = new ApiClient(options.api)) {
            var answer = client.get(path(id) + "/deliveries").demand();
            options.output.print(
                    spec.commandLine().getOut(),
                    answer,
                    answer.path("deliveries"),
                    Column.of("TO", "/target"),
                    Column.of("KIND", "/kind"),
                    Column.of("CHANNEL", "/channel"),
                    Column.of("STATE", "/state"),
                    new Column("TRIES", way -> Integer.toString(way.path("tries").size())),
                    Column.of("AT", "/at"),
                    Column.of("REASON", "/reason"),
                    Column.of("NEXT", "/next"));
        }
        return 0;
    }

    @Command(
            name = "acknowledge",
            aliases = "ack",
            description = "Takes it on: nobody else is paged.",
            mixinStandardHelpOptions = true)
    int acknowledge(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Option(
                            names = {"-m", "--note"},
                            paramLabel = "TEXT")
                    @Nullable String note) {
        return act(id, "acknowledge", Map.of(), note);
    }

    @Command(
            name = "resolve",
            description = "Says that it is over. Refused when it changes meanwhile.",
            mixinStandardHelpOptions = true)
    int resolve(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Option(
                            names = {"-m", "--note"},
                            paramLabel = "TEXT")
                    @Nullable String note,
            @Option(
                            names = "--revision",
                            paramLabel = "N",
                            description = "As you saw it. Default: as it is now")
                    @Nullable Integer revision) {
        return act(id, "resolve", Map.of("revision", seen(id, revision)), note);
    }

    @Command(
            name = "snooze",
            description = "Takes it on until a time, and is paged again then.",
            mixinStandardHelpOptions = true)
    int snooze(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            required = true,
                            description = "Such as 30m or 2h")
                    String time,
            @Option(
                            names = {"-m", "--note"},
                            paramLabel = "TEXT")
                    @Nullable String note) {
        return act(id, "snooze", Map.of("for", time), note);
    }

    @Command(
            name = "note",
            description = "Says something about it.",
            mixinStandardHelpOptions = true)
    int note(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Parameters(paramLabel = "TEXT") String text) {
        return act(id, "note", Map.of(), text);
    }

    @Command(name = "severity", description = "Sets its severity.", mixinStandardHelpOptions = true)
    int severity(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Parameters(paramLabel = "SEVERITY", description = "SEV1 to SEV4") String severity,
            @Option(
                            names = {"-m", "--note"},
                            paramLabel = "TEXT",
                            description = "Why")
                    @Nullable String note,
            @Option(
                            names = "--revision",
                            paramLabel = "N",
                            description = "As you saw it. Default: as it is now")
                    @Nullable Integer revision) {
        return act(
                id, "severity", Map.of("severity", severity, "revision", seen(id, revision)), note);
    }

    @Command(
            name = "escalate",
            description = "Asks the next step of its policy for help.",
            mixinStandardHelpOptions = true)
    int escalate(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Option(
                            names = {"-m", "--note"},
                            paramLabel = "TEXT")
                    @Nullable String note) {
        return act(id, "escalate", Map.of(), note);
    }

    private int seen(String id, @Nullable Integer revision) {
        if (revision != null) {
            return revision;
        }
        try (var client = new ApiClient(options.api)) {
            return client.get(path(id)).demand().path("revision").asInt();
        }
    }

    private int act(String id, String act, Map<String, Object> fields, @Nullable String note) {
        var body = new LinkedHashMap<String, Object>(fields);
        body.put("actor", options.actor);
        if (note != null) {
            body.put("note", note);
        }
        try (var client = new ApiClient(options.api)) {
            var answer = client.post(path(id) + "/" + act, body);
            var incident = answer.demand();
            if (answer.status() == 202) {
                throw new UserError(
                        "written, but not decided yet; ask again with: tocsin incident show " + id);
            }
            print(incident);
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

    private static void append(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(ApiClient.encoded(value));
        }
    }

    private static String path(String id) {
        return "/v1/incidents/" + ApiClient.encoded(id);
    }
}
