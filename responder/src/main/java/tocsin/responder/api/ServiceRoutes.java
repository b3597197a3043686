package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.budget.Budgets;
import tocsin.responder.incident.Status;
import tocsin.responder.policy.EscalationPolicy;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Target;
import tocsin.responder.remediation.Freezes;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// `GET /v1/services` and `GET /v1/services/{service}`: what is known of services, what they depend
/// on, what is wrong with them, and who would be told now, step by step.
public final class ServiceRoutes {
    private final IncidentModel model;
    private final Freezes freezes;
    private final Budgets budgets;
    private final Definitions definitions;
    private final InstantSource clock;

    /// Serves services.
    public ServiceRoutes(
            IncidentModel model,
            Freezes freezes,
            Budgets budgets,
            Definitions definitions,
            InstantSource clock) {
        this.model = model;
        this.freezes = freezes;
        this.budgets = budgets;
        this.definitions = definitions;
        this.clock = clock;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/services", this::list);
        config.routes.get("/v1/services/{service}", this::find);
    }

    private void list(Context context) {
        var rules = Rulebook.of(definitions.at(now()));
        var open = open();
        var lines = names(rules, open).stream().map(name -> brief(name, rules, open)).toList();
        Answers.json(context, 200, Map.of("definitions", rules.version(), "services", lines));
    }

    private void find(Context context) {
        var name = context.pathParam("service");
        var now = now();
        var rules = Rulebook.of(definitions.at(now));
        var open = open();
        if (!names(rules, open).contains(name)) {
            Answers.problems(
                    context, 404, "no definition, open incident or budget knows such a service");
            return;
        }
        var json = brief(name, rules, open);
        json.put("definitions", rules.version());
        json.put("needs", rules.dependencies().of(name));
        json.put("escalation", steps(rules, rules.policy(name), now));
        json.put("lastResort", target(rules, rules.policy(name).lastResort(), now));
        Answers.json(context, 200, json);
    }

    private Set<String> names(Rulebook rules, Map<String, List<IncidentView>> open) {
        var names = new TreeSet<>(rules.services().keySet());
        names.addAll(open.keySet());
        names.addAll(budgets.services());
        return names;
    }

    private Map<String, List<IncidentView>> open() {
        return model.list(view -> view.incident().status() != Status.RESOLVED).stream()
                .collect(Collectors.groupingBy(IncidentView::service));
    }

    private Map<String, Object> brief(
            String name, Rulebook rules, Map<String, List<IncidentView>> open) {
        var own = rules.rules(name);
        var json = new LinkedHashMap<String, Object>();
        json.put("service", name);
        json.put("tier", own.tier());
        json.put("escalationPolicy", rules.policy(name).name());
        json.put("dependsOn", own.dependsOn());
        json.put("neededBy", neededBy(name, rules));
        json.put("frozen", freezes.of(name));
        json.put("budgets", BudgetRoutes.json(budgets.of(name)));
        json.put(
                "incidents",
                open.getOrDefault(name, List.of()).stream().map(IncidentJson::brief).toList());
        return json;
    }

    private static List<String> neededBy(String name, Rulebook rules) {
        return rules.services().entrySet().stream()
                .filter(other -> other.getValue().dependsOn().contains(name))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static List<Map<String, Object>> steps(
            Rulebook rules, EscalationPolicy policy, Instant now) {
        var steps = new ArrayList<Map<String, Object>>();
        for (var step : policy.steps()) {
            var json = new LinkedHashMap<String, Object>();
            json.put("step", steps.size() + 1);
            json.put(
                    "targets",
                    step.targets().stream().map(target -> target(rules, target, now)).toList());
            steps.add(json);
        }
        return steps;
    }

    private static Map<String, Object> target(Rulebook rules, Target target, Instant now) {
        var json = new LinkedHashMap<String, Object>();
        json.put("target", target.path());
        json.put("severities", new TreeSet<>(target.severities()));
        json.put(
                "contacts",
                rules.roster().contacts(target, now).stream()
                        .map(contact ->
                                Map.of("name", contact.name(), "channels", contact.channels()))
                        .toList());
        return json;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
