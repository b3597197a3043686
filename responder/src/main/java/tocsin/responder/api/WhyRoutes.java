package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.incident.Explanation;
import tocsin.responder.incident.RecordedFact;
import tocsin.responder.incident.Why;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Silences;
import tocsin.runtime.definitions.Definitions;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// `GET /v1/incidents/{id}/why`: for each decision what led to it, what followed, and who was not
/// told. A page's id will do as well.
public final class WhyRoutes {
    private final IncidentModel model;
    private final Definitions definitions;
    private final Silences silences;

    /// Serves explanations.
    public WhyRoutes(IncidentModel model, Definitions definitions, Silences silences) {
        this.model = model;
        this.definitions = definitions;
        this.silences = silences;
    }

    /// Adds the route.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/incidents/{id}/why", this::why);
    }

    private void why(Context context) {
        var id = context.pathParam("id");
        model.find(id)
                .or(() -> model.ofPage(id))
                .ifPresentOrElse(
                        view -> Answers.json(context, 200, json(view)),
                        () -> Answers.problems(context, 404, "there is no such incident or page"));
    }

    private Map<String, Object> json(IncidentView view) {
        var json = IncidentJson.brief(view);
        json.put(
                "decisions",
                Explanation.of(view.service(), view.timeline(), rulebooks()).stream()
                        .map(WhyRoutes::json)
                        .toList());
        json.put("timelineLeftOut", view.leftOut());
        return json;
    }

    /// The definitions of then; nothing where another set is in effect at that time by now.
    private Function<RecordedFact, Optional<Rulebook>> rulebooks() {
        var read = new HashMap<Long, Rulebook>();
        return fact ->
                Stream.of(fact.decidedAt(), fact.fact().at())
                        .map(definitions::at)
                        .filter(set -> set.version() == fact.definitions())
                        .findFirst()
                        .map(set -> read.computeIfAbsent(set.version(), _ -> Rulebook.of(set)))
                        .map(rulebook ->
                                rulebook.at(fact.decidedAt(), silences.at(fact.decidedAt())));
    }

    private static Map<String, Object> json(Why why) {
        var json = new LinkedHashMap<String, Object>();
        json.put("decidedAt", why.decidedAt());
        json.put("definitions", why.definitions());
        json.put("origin", IncidentJson.origin(why.origin()));
        json.put("facts", why.facts().stream().map(IncidentJson::fact).toList());
        json.put("policy", why.policy());
        json.put("told", why.told());
        json.put("notTold", why.notTold());
        json.put("checks", why.checks().stream().map(WhyRoutes::json).toList());
        return json;
    }

    private static Map<String, Object> json(Why.Check check) {
        return Map.of(
                "subject", check.subject(), "applies", check.applies(), "reason", check.reason());
    }
}
