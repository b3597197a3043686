package tocsin.responder.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.oncall.Calendar;
import tocsin.responder.oncall.Schedule;
import tocsin.responder.oncall.Shift;
import tocsin.responder.oncall.Span;
import tocsin.responder.policy.Roster;
import tocsin.responder.policy.Rulebook;
import tocsin.runtime.definitions.Definitions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `GET /v1/oncall` and `GET /v1/schedules/{name}/calendar.ics`: who is on call now, then, and
/// next, by the definitions in effect at that time.
public final class OnCallRoutes {
    /// So far ahead the end of a turn and the next one are looked for.
    private static final Duration AHEAD = Duration.ofDays(63);

    private static final int CALENDAR_DAYS = 90;
    private static final int CALENDAR_DAYS_MAX = 366;

    /// Times that zone rules and calendars can tell.
    private static final Span TIMES =
            new Span(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));

    private final Definitions definitions;
    private final InstantSource clock;

    /// Serves schedules.
    public OnCallRoutes(Definitions definitions, InstantSource clock) {
        this.definitions = definitions;
        this.clock = clock;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/oncall", this::onCall);
        config.routes.get("/v1/schedules/{name}/calendar.ics", this::calendar);
    }

    private void onCall(Context context) {
        var at = time(context);
        if (at.isEmpty()) {
            Answers.problems(context, 400, "at must be a time such as 2026-01-05T09:00:00Z");
            return;
        }
        var set = definitions.at(at.get());
        var roster = Rulebook.of(set).roster();
        var wanted = Optional.ofNullable(context.queryParam("schedule"));
        if (wanted.filter(name -> !roster.schedules().containsKey(name)).isPresent()) {
            Answers.problems(context, 404, "there is no such schedule");
            return;
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("at", at.get());
        json.put("definitions", set.version());
        json.put(
                "schedules",
                roster.schedules().values().stream()
                        .filter(schedule ->
                                wanted.filter(n -> !n.equals(schedule.name())).isEmpty())
                        .sorted(Comparator.comparing(Schedule::name))
                        .map(schedule -> line(schedule, roster, at.get()))
                        .toList());
        json.put("problems", roster.problems(new Span(at.get(), at.get().plus(AHEAD))));
        Answers.json(context, 200, json);
    }

    private static Map<String, Object> line(Schedule schedule, Roster roster, Instant at) {
        var window = new Span(at, at.plus(AHEAD));
        var shifts = schedule.shifts(window);
        var now = shifts.stream().filter(shift -> shift.span().covers(at)).findFirst();
        var next = shifts.stream().filter(shift -> shift.span().from().isAfter(at)).findFirst();
        var json = new LinkedHashMap<String, Object>();
        json.put("schedule", schedule.name());
        json.put("timeZone", schedule.zone().getId());
        json.put("person", now.map(Shift::person).orElse(""));
        json.put("channels", now.map(shift -> roster.channels(shift.person())).orElse(List.of()));
        now.map(shift -> shift.span().to())
                .filter(until -> until.isBefore(window.to()))
                .ifPresent(until -> json.put("until", until));
        next.ifPresent(shift ->
                json.put("next", Map.of("person", shift.person(), "from", shift.span().from())));
        return json;
    }

    private void calendar(Context context) {
        var from = time(context);
        var days = days(context);
        if (from.isEmpty() || days.isEmpty()) {
            Answers.problems(
                    context,
                    400,
                    "at must be a time such as 2026-01-05T09:00:00Z, days a number up to "
                            + CALENDAR_DAYS_MAX);
            return;
        }
        var set = definitions.at(from.get());
        var schedule =
                Optional.ofNullable(
                        Rulebook.of(set).roster().schedules().get(context.pathParam("name")));
        if (schedule.isEmpty()) {
            Answers.problems(context, 404, "there is no such schedule");
            return;
        }
        // Seen from before, so that the shift of today begins when it began.
        var window =
                new Span(from.get().minus(AHEAD), from.get().plus(Duration.ofDays(days.get())));
        var shifts =
                schedule.get().shifts(window).stream()
                        .filter(shift -> shift.span().to().isAfter(from.get()))
                        .toList();
        context.status(200)
                .contentType("text/calendar; charset=utf-8")
                .result(Calendar.of(schedule.get(), shifts, set.effectiveFrom()).getBytes(UTF_8));
    }

    private Optional<Instant> time(Context context) {
        var asked = context.queryParam("at");
        if (asked == null) {
            return Optional.of(clock.instant().truncatedTo(ChronoUnit.SECONDS));
        }
        try {
            return Optional.of(Instant.parse(asked)).filter(TIMES::covers);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> days(Context context) {
        var asked = Optional.ofNullable(context.queryParam("days"));
        if (asked.isEmpty()) {
            return Optional.of(CALENDAR_DAYS);
        }
        return asked.filter(text -> text.matches("\\d{1,3}"))
                .map(Integer::valueOf)
                .filter(days -> days >= 1 && days <= CALENDAR_DAYS_MAX);
    }
}
