package tocsin.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.cli.DataFormat.Column;

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

    /// The state of an incident that a person acts on.
    static final class Seen {
        @Option(
                names = "--revision",
                paramLabel = "N",
                description = "As you saw it. Default: as it is now")
        @Nullable Integer revision;
    }

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
        options.show(options.get(query.toString()), "incidents", COLUMNS);
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows one incident with its timeline.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "INCIDENT") String id) {
        var incident = options.get(path(id));
        options.show(incident, COLUMNS);
        if (options.forPeople()) {
            options.out().println();
            options.show(
                    incident,
                    "timeline",
                    Column.of("DECIDED", "/decidedAt"),
                    Column.of("FACT", "/kind"),
                    new Column("WHAT", FactText::of));
        }
        return 0;
    }

    @Command(
            name = "deliveries",
            description = "Shows who was told of it, over what, and what comes next.",
            mixinStandardHelpOptions = true)
    int deliveries(@Parameters(paramLabel = "INCIDENT") String id) {
        options.show(
                options.get(path(id) + "/deliveries"),
                "deliveries",
                Column.of("TO", "/target"),
                Column.of("KIND", "/kind"),
                Column.of("CHANNEL", "/channel"),
                Column.of("STATE", "/state"),
                new Column("TRIES", way -> Integer.toString(way.path("tries").size())),
                Column.of("AT", "/at"),
                Column.of("REASON", "/reason"),
                Column.of("NEXT", "/next"));
        return 0;
    }

    @Command(
            name = "acknowledge",
            aliases = "ack",
            description = "Takes it on: nobody else is paged.",
            mixinStandardHelpOptions = true)
    int acknowledge(@Parameters(paramLabel = "INCIDENT") String id, @Mixin ApiOptions.Note note) {
        return act(id, "acknowledge", Map.of(), note);
    }

    @Command(
            name = "resolve",
            description = "Says that it is over. Refused when it changes meanwhile.",
            mixinStandardHelpOptions = true)
    int resolve(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Mixin ApiOptions.Note note,
            @Mixin Seen seen) {
        return act(id, "resolve", Map.of("revision", seen(id, seen)), note);
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
            @Mixin ApiOptions.Note note) {
        return act(id, "snooze", Map.of("for", time), note);
    }

    @Command(
            name = "note",
            description = "Says something about it.",
            mixinStandardHelpOptions = true)
    int note(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Parameters(paramLabel = "TEXT") String text) {
        return act(id, "note", Map.of("note", text), new ApiOptions.Note());
    }

    @Command(name = "severity", description = "Sets its severity.", mixinStandardHelpOptions = true)
    int severity(
            @Parameters(paramLabel = "INCIDENT") String id,
            @Parameters(paramLabel = "SEVERITY", description = "SEV1 to SEV4") String severity,
            @Mixin ApiOptions.Note note,
            @Mixin Seen seen) {
        return act(id, "severity", Map.of("severity", severity, "revision", seen(id, seen)), note);
    }

    @Command(
            name = "escalate",
            description = "Asks the next step of its policy for help.",
            mixinStandardHelpOptions = true)
    int escalate(@Parameters(paramLabel = "INCIDENT") String id, @Mixin ApiOptions.Note note) {
        return act(id, "escalate", Map.of(), note);
    }

    private int seen(String id, Seen seen) {
        return seen.revision != null
                ? seen.revision
                : options.get(path(id)).path("revision").asInt();
    }

    private int act(String id, String act, Map<String, Object> fields, ApiOptions.Note note) {
        var body = options.act(note);
        body.putAll(fields);
        var answer = options.post(path(id) + "/" + act, body);
        var incident = answer.demand();
        if (answer.status() == 202) {
            throw new UserError(
                    "written, but not decided yet; ask again with: tocsin incident show " + id);
        }
        options.show(incident, COLUMNS);
        return 0;
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
