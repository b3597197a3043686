package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/// `tocsin why INCIDENT`: what led to each decision, and who was told and who was not.
@Command(
        name = "why",
        description = "Says why an incident did what it did: from each input to who was told.",
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "INCIDENT", description = "Its id, or the id of one of its pages.")
    private String id = "";

    @Mixin private ApiOptions options = new ApiOptions();

    @Override
    public Integer call() {
        var answer = options.get("/v1/incidents/" + ApiClient.encoded(id) + "/why");
        if (!options.forPeople()) {
            options.show(answer);
            return 0;
        }
        var out = options.out();
        out.printf(
                "%s  %s  %s  %s%n",
                text(answer, "id"),
                text(answer, "severity"),
                text(answer, "status"),
                text(answer, "title"));
        answer.path("decisions").forEach(decision -> print(out, decision));
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, JsonNode decision) {
        out.printf(
                "%n%s  because of %s  (definitions %d%s)%n",
                text(decision, "decidedAt"),
                origin(decision.path("origin")),
                decision.path("definitions").asLong(),
                text(decision, "policy").isEmpty() ? "" : ", policy " + text(decision, "policy"));
        for (var fact : decision.path("facts")) {
            line(out, text(fact, "kind"), FactText.of(fact));
        }
        decision.path("told").forEach(told -> line(out, "told", told.asString()));
        decision.path("notTold").forEach(other -> line(out, "not told", other.asString()));
        for (var check : decision.path("checks")) {
            line(
                    out,
                    check.path("applies").asBoolean() ? "held back" : "not held back",
                    text(check, "subject") + ": " + text(check, "reason"));
        }
    }

    private static String origin(JsonNode origin) {
        return origin.has("timer")
                ? "the timer %s, due %s".formatted(text(origin, "timer"), text(origin, "due"))
                : "%s, partition %d, offset %d"
                        .formatted(
                                text(origin, "topic"),
                                origin.path("partition").asInt(),
                                origin.path("offset").asLong());
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf("    %-17s %s%n", DataFormat.plain(what), DataFormat.plain(text));
    }

    private static String text(JsonNode node, String field) {
        var text = node.path(field).asString("");
        return text.isEmpty() ? "" : DataFormat.plain(text);
    }
}
