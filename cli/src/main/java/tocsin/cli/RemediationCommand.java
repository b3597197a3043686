package tocsin.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.cli.DataFormat.Column;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/// `tocsin remediation ...`: what is proposed about incidents, and what people say to it.
@Command(
        name = "remediation",
        aliases = "approval",
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

    @Command(name = "list", description = "Lists remediations.", mixinStandardHelpOptions = true)
    int list(
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Such as awaiting_approval. Default: all")
                    @Nullable String state) {
        var query = state == null ? "" : "?state=" + ApiClient.encoded(state);
        options.show(
                options.get("/v1/remediations" + query),
                "remediations",
                Column.of("REMEDIATION", "/id"),
                Column.of("STATE", "/state"),
                Column.of("ACTION", "/action"),
                Column.of("TARGET", "/target"),
                Column.of("INCIDENT", "/incident"),
                Column.of("EXPIRES", "/expiresAt"));
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows one with everything that an approval is bound to.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "REMEDIATION") String id) {
        print(options.get(path(id)));
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
        var body = options.act();
        body.put("incident", incident);
        body.put("action", action);
        body.put("parameters", parameters == null ? Map.of() : parameters);
        body.put("note", note);
        print(options.post("/v1/remediations", body).demand());
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
        var now = options.get(path(id));
        var whole = now.path("hash").asString("");
        if (hash.length() < HASH_MIN || !whole.startsWith(hash)) {
            throw new UserError(
                    "it is not what you saw: its hash is %s now; look at it again"
                            .formatted(whole));
        }
        var body = Map.of("hash", whole, "revision", now.path("revision").asInt());
        print(options.post(path(id) + "/approve", body).demand());
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
        var body = options.act();
        body.put("note", note);
        print(options.post(path(id) + "/decline", body).demand());
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
        var body = options.act();
        body.put("reason", reason);
        return turn("/stop", body);
    }

    @Command(
            name = "resume",
            description = "Lets remediations begin again. Needs an approver.",
            mixinStandardHelpOptions = true)
    int resume() {
        return turn("/resume", options.act());
    }

    private int turn(String way, Map<String, Object> body) {
        options.show(
                options.post(SWITCH + way, body).demand(),
                Column.of("STOPPED", "/stopped"),
                Column.of("BY", "/by"),
                Column.of("REASON", "/reason"));
        return 0;
    }

    private void print(JsonNode one) {
        if (!options.forPeople()) {
            options.show(one);
            return;
        }
        var out = options.out();
        for (var name : SHOWN) {
            var value = one.path(name);
            var text = value.isValueNode() ? value.asString("") : value.toString();
            out.printf("%-13s %s%n", name, text.replaceAll("\\p{Cntrl}", " "));
        }
        out.println();
        options.show(
                one,
                "history",
                Column.of("AT", "/at"),
                Column.of("STATE", "/state"),
                Column.of("WHO", "/actor"),
                Column.of("REASON", "/reason"));
    }

    private static String path(String id) {
        return "/v1/remediations/" + ApiClient.encoded(id);
    }
}
