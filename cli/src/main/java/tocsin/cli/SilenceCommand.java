package tocsin.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.cli.DataFormat.Column;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `tocsin silence ...`: what pages nobody for a while.
@Command(
        name = "silence",
        description = "Lists silences, says what one would cover, and adds one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SilenceCommand {
    @Mixin private ApiOptions options = new ApiOptions();

    @Command(name = "list", description = "Lists silences.", mixinStandardHelpOptions = true)
    int list() {
        options.show(
                options.get("/v1/silences"),
                "silences",
                Column.of("SILENCE", "/id"),
                Column.of("KIND", "/kind"),
                Column.of("STATE", "/state"),
                Column.of("FROM", "/from"),
                Column.of("TO", "/to"),
                Column.of("AUTHOR", "/author"),
                new Column("COVERS", SilenceCommand::matchers),
                Column.of("REASON", "/reason"));
        return 0;
    }

    @Command(
            name = "add",
            description = "Silences whatever has all of these labels.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(
                            paramLabel = "LABEL=VALUE",
                            arity = "1..*",
                            description =
                                    "Also LABEL!=VALUE, LABEL=~EXPRESSION and LABEL!~EXPRESSION")
                    List<String> conditions,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            required = true,
                            description = "Such as 30m or 2h")
                    String time,
            @Option(
                            names = {"-m", "--reason"},
                            paramLabel = "TEXT",
                            required = true)
                    String reason,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "Such as 2026-01-05T09:00:00Z. Default: now")
                    @Nullable String from,
            @Option(names = "--maintenance", description = "A maintenance window.")
                    boolean maintenance,
            @Option(names = "--preview", description = "Only says what it would cover now.")
                    boolean preview) {
        var body = options.act();
        body.put("reason", reason);
        body.put("kind", maintenance ? "MAINTENANCE" : "SILENCE");
        body.put("for", time);
        body.put("conditions", conditions);
        if (from != null) {
            body.put("from", from);
        }
        var path = preview ? "/v1/silences/preview" : "/v1/silences";
        var answer = options.post(path, body).demand();
        if (options.forPeople()) {
            if (!preview) {
                options.out()
                        .printf(
                                "silence %s from %s to %s%n",
                                answer.path("id").asString(),
                                answer.path("from").asString(),
                                answer.path("to").asString());
            }
            warn(answer.path("covers"));
        }
        options.show(
                answer,
                "covers",
                Column.of("COVERS", "/incident"),
                Column.of("SEVERITY", "/severity"),
                Column.of("CAUSES", "/causes"),
                Column.of("OF FIRING", "/firing"),
                Column.of("MUTE TIME", "/muted"),
                Column.of("TITLE", "/title"));
        return 0;
    }

    private void warn(JsonNode covers) {
        covers.valueStream()
                .filter(SilenceCommand::hidesTheWorst)
                .forEach(one ->
                        options.out()
                                .println(
                                        "warning: nobody is paged for SEV-1 %s any more"
                                                .formatted(one.path("incident").asString())));
    }

    private static boolean hidesTheWorst(JsonNode covered) {
        return covered.path("silenced").asBoolean()
                && covered.path("severity").asString("").equals("SEV1");
    }

    private static String matchers(JsonNode silence) {
        return Stream.concat(
                        silence.path("matchers").properties().stream()
                                .map(exact -> exact.getKey() + "=" + exact.getValue().asString("")),
                        silence.path("conditions").valueStream().map(one -> one.asString("")))
                .collect(Collectors.joining(" "));
    }

    @Command(name = "remove", description = "Ends a silence.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "SILENCE") String id) {
        var path = "/v1/silences/" + ApiClient.encoded(id) + "/remove";
        var _ = options.post(path, options.act()).demand();
        options.out().println("silence " + id + " ends");
        options.out().flush();
        return 0;
    }
}
