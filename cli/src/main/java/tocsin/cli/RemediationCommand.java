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
import java.util.List;
import java.util.Map;

/// `tocsin remediation ...`: what is proposed about incidents, and what people say to it.
@Command(
        name = "remediation",
        description =
                "Lists and shows what is proposed about incidents; proposes, approves and"
                        + " declines.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class RemediationCommand {
    /// Enough of a hash to be sure of, and short enough to be typed.
    private static final int HASH_MIN = 8;

    private static final List<String> SHOWN =
            List.of(
                    "id",
                    "state",
                    "incident",
                    "action",
                    "target",
                    "parameters",
                    "plan",
                    "requester",
                    "evidence",
                    "risk",
                    "destructive",
                    "costNow",
                    "costAfter",
                    "blastRadius",
                    "verification",
                    "undo",
                    "approvers",
                    "expiresAt",
                    "revision",
                    "hash");

    private static final String SWITCH = "/v1/remediation-switch";

    @Mixin private ApiOptions options = new ApiOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", description = "Lists remediations.", mixinStandardHelpOptions = true)
    int list(
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Such as awaiting_approval. Default: all")
                    @Nullable String state) {
        try (var client = new ApiClient(options.api)) {
            var query = state == null ? "" : "?state=" + ApiClient.encoded(state);
            var answer = client.get("/v1/remediations" + query).demand();
            options.output.print(
                    spec.commandLine().getOut(),
                    answer,
                    answer.path("remediations"),
                    Column.of("REMEDIATION", "/id"),
                    Column.of("STATE", "/state"),
                    Column.of("ACTION", "/action"),
                    Column.of("TARGET", "/target"),
                    Column.of("INCIDENT", "/incident"),
                    Column.of("EXPIRES", "/expiresAt"));
        }
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows one with everything that an approval is bound to.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "REMEDIATION") String id) {
        try (var client = new ApiClient(options.api)) {
            print(client.get(path(id)).demand());
        }
        return 0;
    }

    @Command(
            name = "propose",
            description = "Proposes an action of the catalogue, for another person to approve.",
            mixinStandardHelpOptions = true)
    int propose(
            @Parameters(paramLabel = "INCIDENT") String incident,
            @Parameters(paramLabel = "ACTION", description = "Its name in the catalogue.")
                    String action,
            @Option(
                            names = "--param",
                            paramLabel = "NAME=VALUE",
                            description = "Instead of what the catalogue says; several are allowed")
                    @Nullable Map<String, String> parameters,
            @Option(
                            names = {"-m", "--note"},
                            paramLabel = "TEXT",
                            required = true,
                            description = "Why")
                    String note) {
        try (var client = new ApiClient(options.api)) {
            var body = new LinkedHashMap<String, Object>();
            body.put("incident", incident);
            body.put("action", action);
            body.put("parameters", parameters == null ? Map.of() : parameters);
            body.put("actor", options.actor);
            body.put("note", note);
            print(client.post("/v1/remediations", body).demand());
        }
        return 0;
    }

    @Command(
            name = "approve",
            description = "Approves exactly what was shown.",
            mixinStandardHelpOptions = true)
    int approve(
            @Parameters(paramLabel = "REMEDIATION") String id,
            @Option(
                            names = "--hash",
                            paramLabel = "HASH",
                            required = true,
                            description = "Of what you saw, its first 8 characters at least")
                    String hash) {
        try (var client = new ApiClient(options.api)) {
            var now = client.get(path(id)).demand();
            if (hash.length() < HASH_MIN || !now.path("hash").asString("").startsWith(hash)) {
                throw new UserError(
                        "it is not what you saw: its hash is %s now; look at it again"
                                .formatted(now.path("hash").asString("")));
            }
            print(
                    client.post(
                                    path(id) + "/approve",
                                    Map.of(
                                            "hash",
                                            now.path("hash").asString(""),
                                            "revision",
                                            now.path("revision").asInt()))
                            .demand());
        }
        return 0;
    }

    @Command(name = "decline", description = "Says no to one.", mixinStandardHelpOptions = true)
    int decline(
            @Parameters(paramLabel = "REMEDIATION") String id,
            @Option(
                            names = {"-m", "--note"},
                            paramLabel = "TEXT",
                            defaultValue = "")
                    String note) {
        try (var client = new ApiClient(options.api)) {
            print(
                    client.post(path(id) + "/decline", Map.of("actor", options.actor, "note", note))
                            .demand());
        }
        return 0;
    }

    @Command(
            name = "stop",
            description = "Keeps every remediation from beginning, at once.",
            mixinStandardHelpOptions = true)
    int stop(
            @Option(
                            names = {"-m", "--reason"},
                            paramLabel = "TEXT",
                            required = true)
                    String reason) {
        return turn("/stop", Map.of("actor", options.actor, "reason", reason));
    }

    @Command(
            name = "resume",
            description = "Lets remediations begin again. Needs an approver.",
            mixinStandardHelpOptions = true)
    int resume() {
        return turn("/resume", Map.of("actor", options.actor));
    }

    private int turn(String way, Map<String, String> body) {
        try (var client = new ApiClient(options.api)) {
            var answer = client.post(SWITCH + way, body).demand();
            options.output.print(
                    spec.commandLine().getOut(),
                    answer,
                    JsonMapper.shared().createArrayNode().add(answer),
                    Column.of("STOPPED", "/stopped"),
                    Column.of("BY", "/by"),
                    Column.of("REASON", "/reason"));
        }
        return 0;
    }

    private void print(JsonNode one) {
        var out = spec.commandLine().getOut();
        if (options.output != DataFormat.table) {
            options.output.print(out, one, one);
            return;
        }
        for (var name : SHOWN) {
            var value = one.path(name);
            var text = value.isValueNode() ? value.asString("") : value.toString();
            out.printf("%-13s %s%n", name, text.replaceAll("\\p{Cntrl}", " "));
        }
        out.println();
        options.output.print(
                out,
                one,
                one.path("history"),
                Column.of("AT", "/at"),
                Column.of("STATE", "/state"),
                Column.of("WHO", "/actor"),
                Column.of("REASON", "/reason"));
    }

    private static String path(String id) {
        return "/v1/remediations/" + ApiClient.encoded(id);
    }
}
