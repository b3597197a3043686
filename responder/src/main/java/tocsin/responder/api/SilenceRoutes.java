package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Status;
import tocsin.responder.policy.Condition;
import tocsin.responder.policy.MaintenanceWindow;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Silence;
import tocsin.runtime.definitions.Definitions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// `GET` and `POST /v1/silences`, `POST /v1/silences/preview` and `POST /v1/silences/{id}/remove`.
/// A silence takes effect 2 s after it was written at the earliest, so that every reader has it by
/// then and each decision can be repeated.
public final class SilenceRoutes {
    private static final int BODY_MAX = 64 * 1024;
    private static final Duration LEAD = Duration.ofSeconds(2);

    /// So long after its end is a silence listed.
    private static final Duration OVER_LISTED = Duration.ofDays(7);

    /// So long before it begins is planned work of the definitions listed.
    private static final Duration WINDOWS_AHEAD = Duration.ofDays(28);

    private final SilenceLog log;
    private final IncidentModel model;
    private final Definitions definitions;
    private final Supplier<String> ids;
    private final InstantSource clock;

    /// Serves silences.
    ///
    /// @param ids gives each its id
    public SilenceRoutes(
            SilenceLog log,
            IncidentModel model,
            Definitions definitions,
            Supplier<String> ids,
            InstantSource clock) {
        this.log = log;
        this.model = model;
        this.definitions = definitions;
        this.ids = ids;
        this.clock = clock;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/silences", this::list);
        config.routes.post("/v1/silences", this::add);
        config.routes.post("/v1/silences/preview", this::preview);
        config.routes.post("/v1/silences/{id}/remove", this::remove);
    }

    private void list(Context context) {
        var now = now();
        var all =
                Stream.concat(
                        log.all().stream().filter(silence -> isListed(silence, now)),
                        windows(now).stream()
                                .flatMap(window -> window.next(now).stream())
                                .filter(next -> next.from().isBefore(now.plus(WINDOWS_AHEAD))));
        Answers.json(
                context, 200, Map.of("silences", all.map(silence -> json(silence, now)).toList()));
    }

    /// Deployment tools write many, and all stay on the log.
    private static boolean isListed(Silence silence, Instant now) {
        var to = silence.to();
        return to == null || to.isAfter(now.minus(OVER_LISTED));
    }

    /// Planned work of the definitions.
    private List<MaintenanceWindow> windows(Instant now) {
        return Rulebook.of(definitions.at(now)).windows();
    }

    private void add(Context context) {
        request(context)
                .ifPresent(silence -> {
                    try {
                        log.write(silence);
                        var json = json(silence, now());
                        json.put("covers", covered(silence));
                        Answers.json(context, 201, json);
                    } catch (IllegalStateException e) {
                        Answers.problems(
                                context, 503, "the silence could not be written; try again");
                    }
                });
    }

    private void preview(Context context) {
        request(context)
                .ifPresent(
                        silence -> Answers.json(context, 200, Map.of("covers", covered(silence))));
    }

    private void remove(Context context) {
        var body = Answers.object(context, BODY_MAX);
        if (body.isEmpty()) {
            return;
        }
        var id = context.pathParam("id");
        if (windows(now()).stream()
                .anyMatch(one -> id.equals(MaintenanceWindow.PREFIX + one.name()))) {
            Answers.problems(
                    context, 409, "it stands in the definitions: change the MaintenanceWindow");
            return;
        }
        if (log.all().stream().noneMatch(silence -> silence.id().equals(id))) {
            Answers.problems(context, 404, "there is no such silence");
            return;
        }
        var from = now().plus(LEAD);
        try {
            log.remove(id, body.get().path("actor").asString(""), from);
            Answers.json(context, 200, Map.of("id", id, "to", from));
        } catch (IllegalStateException e) {
            Answers.problems(context, 503, "the silence could not be removed; try again");
        }
    }

    private Optional<Silence> request(Context context) {
        return Answers.object(context, BODY_MAX)
                .flatMap(body -> {
                    var request = new SilenceRequest(body, now().plus(LEAD));
                    var problems = request.problems();
                    if (problems.isEmpty()) {
                        return Optional.of(request.silence(ids.get()));
                    }
                    Answers.problems(context, 400, problems);
                    return Optional.empty();
                });
    }

    /// What is open and would be covered, and whether nobody would be paged for it any more, be it
    /// because of this silence or of a mute time.
    private List<Map<String, Object>> covered(Silence silence) {
        var rules = Rulebook.of(definitions.at(now()));
        return model.list(view -> view.incident().status() != Status.RESOLVED).stream()
                .filter(view -> matching(silence, view) > 0)
                .map(view -> {
                    var json = new LinkedHashMap<String, Object>();
                    json.put("incident", view.incident().id());
                    json.put("title", view.incident().title());
                    json.put("severity", view.incident().severity());
                    json.put("causes", matching(silence, view));
                    json.put("firing", view.incident().firing().size());
                    json.put(
                            "silenced", matching(silence, view) == view.incident().firing().size());
                    rules.policy(view.service())
                            .muted(silence.from(), view.incident().severity())
                            .ifPresent(mute -> json.put("muted", mute.text()));
                    return (Map<String, Object>) json;
                })
                .toList();
    }

    private static long matching(Silence silence, IncidentView view) {
        return view.incident().firing().stream()
                .map(Cause::labels)
                .filter(silence::matches)
                .count();
    }

    private static Map<String, Object> json(Silence silence, Instant now) {
        var json = new LinkedHashMap<String, Object>();
        var to = silence.to();
        json.put("id", silence.id());
        json.put("kind", silence.kind());
        json.put("state", state(silence, now));
        json.put("from", silence.from());
        if (to != null) {
            json.put("to", to);
        }
        json.put("author", silence.author());
        json.put("reason", silence.reason());
        json.put("matchers", new TreeMap<>(silence.matchers()));
        json.put("conditions", silence.conditions().stream().map(Condition::text).toList());
        return json;
    }

    private static String state(Silence silence, Instant now) {
        var to = silence.to();
        if (now.isBefore(silence.from())) {
            return "pending";
        }
        return to == null || now.isBefore(to) ? "active" : "expired";
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
