package tocsin.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tocsin.cli.DataFormat.Column;

import java.util.ArrayList;
import java.util.concurrent.Callable;

/// `tocsin oncall`: who is on call.
@Command(
        name = "oncall",
        description = "Says who is on call now or at another time, and who is next.",
        mixinStandardHelpOptions = true)
final class OnCallCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "SCHEDULE",
            description = "One schedule. Default: all of them")
    private @Nullable String schedule;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Another time, such as 2026-01-05T09:00:00Z. Default: now")
    private @Nullable String at;

    @Option(
            names = "--ical",
            description = "Prints the shifts of the schedule as an iCalendar file.")
    private boolean ical;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "With --ical: how many days ahead. Default: ${DEFAULT-VALUE}")
    private int days = 90;

    @Mixin private ApiOptions options = new ApiOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (ical) {
            calendar();
            return 0;
        }
        var answer = options.get("/v1/oncall" + query("at", at, "schedule", schedule));
        options.show(
                answer,
                "schedules",
                Column.of("SCHEDULE", "/schedule"),
                Column.of("ON CALL", "/person"),
                Column.of("UNTIL", "/until"),
                Column.of("NEXT", "/next/person"),
                Column.of("FROM", "/next/from"));
        if (options.forPeople()) {
            var err = spec.commandLine().getErr();
            answer.path("problems").forEach(problem -> err.println(problem.asString()));
            err.flush();
        }
        return 0;
    }

    private void calendar() {
        if (schedule == null) {
            throw new UserError("--ical needs a schedule: tocsin oncall NAME --ical");
        }
        var path = "/v1/schedules/" + ApiClient.encoded(schedule) + "/calendar.ics";
        try (var client = options.client()) {
            options.out().print(client.text(path + query("at", at, "days", "" + days)));
            options.out().flush();
        }
    }

    private static String query(@Nullable String... pairs) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < pairs.length; i += 2) {
            var value = pairs[i + 1];
            if (value != null) {
                parts.add(pairs[i] + "=" + ApiClient.encoded(value));
            }
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }
}
