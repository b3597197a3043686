package tocsin.responder.incident;

import tocsin.responder.incident.Input.AlertChanged;
import tocsin.responder.incident.Input.BreachChanged;
import tocsin.responder.incident.Input.DeliveryReported;
import tocsin.responder.incident.Input.DeliveryReported.Outcome;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One service, told the time and what happens.
final class Story {
    static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    static final String SERVICE = "checkout";

    /// First, second and a leader who hears of SEV-1 only; behind them the last resort. Without any
    /// of the clocks that run beside the ladder.
    static final Rulebook RULES =
            rules(
                    """
                    , "respondWithin": {}, "updateEvery": {}, "sev1After": "never",
                      "acknowledgedFor": "never", "lowerAfter": "never", "reopenWithin": "never"
                    """);

    static Rulebook rules(String more) {
        return rules(more, List.of());
    }

    /// The service needs a database.
    static Rulebook dependent(String more) {
        var service = JsonMapper.shared().readTree("{\"spec\": {\"dependsOn\": [\"db\"]}}");
        return rules(more, List.of(new Document("Service", SERVICE, service)));
    }

    /// The service earns the money.
    static Rulebook firstTier() {
        var service = JsonMapper.shared().readTree("{\"spec\": {\"tier\": 0}}");
        return rules("", List.of(new Document("Service", SERVICE, service)));
    }

    /// The definitions say something more.
    static Rulebook with(String kind, String json) {
        return rules("", List.of(new Document(kind, "w", JsonMapper.shared().readTree(json))));
    }

    private static Rulebook rules(String more, List<Document> documents) {
        var all = new ArrayList<>(documents);
        all.add(
                document(
                        "EscalationPolicy",
                        """
                        {"steps": [
                          {"targets": [
                            {"name": "first", "channels": ["push"]},
                            {"name": "lead", "channels": ["mail"],
                             "severities": ["SEV1"]}]},
                          {"targets": [{"name": "second", "channels": ["push"]}]}],
                         "lastResort": {"name": "boss", "channels": ["phone"]}%s}
                        """
                                .formatted(more)));
        return Rulebook.of(new DefinitionSet(7, "digest", Instant.EPOCH, all));
    }

    Rulebook rules;
    final List<Fact> history = new ArrayList<>();
    Instant now = NINE;
    Seen seen = Seen.NOTHING;

    /// Hears of each decision that led to facts.
    Consumer<List<Fact>> decided = _ -> {};

    ServiceState state = ServiceState.of(SERVICE);

    Story() {
        this(RULES);
    }

    Story(Rulebook rules) {
        this.rules = rules;
    }

    List<Fact> tell(Input input) {
        var facts = Decision.decide(state, input, now, rules);
        for (var fact : facts) {
            state = state.apply(fact);
        }
        history.addAll(facts);
        if (!facts.isEmpty()) {
            decided.accept(facts);
        }
        return facts;
    }

    /// A breach whose facets of these classes fire; none: cleared.
    List<Fact> breach(String... facets) {
        return breachOf("b1", facets);
    }

    List<Fact> breachOf(String id, String... facets) {
        return tell(
                new BreachChanged(
                        id,
                        now,
                        Arrays.stream(facets).map(name -> new Input.Facet(name, 20)).toList(),
                        "checkout burns",
                        "2 % failed",
                        Map.of("service", SERVICE, "breach", id)));
    }

    List<Fact> alert(String fingerprint, String severity, Duration expiresIn) {
        return alert(fingerprint, severity, expiresIn, "");
    }

    /// @param key the dedup key
    List<Fact> alert(String fingerprint, String severity, Duration expiresIn, String key) {
        return tell(
                new AlertChanged(
                        "prometheus",
                        fingerprint,
                        NINE,
                        true,
                        severity,
                        now.plus(expiresIn),
                        "checkout: HighErrors",
                        "errors",
                        Map.of("service", SERVICE, "alertname", fingerprint),
                        key));
    }

    List<Fact> alertEnds(String fingerprint) {
        return tell(
                new AlertChanged(
                        "prometheus",
                        fingerprint,
                        now,
                        false,
                        "critical",
                        null,
                        "title",
                        "text",
                        Map.of(),
                        ""));
    }

    List<Fact> acknowledge(String action) {
        return acknowledge(action, incident().id());
    }

    List<Fact> acknowledge(String action, String incident) {
        return act(Act.ACKNOWLEDGE, action, incident);
    }

    List<Fact> act(Act act, String action, String incident) {
        return tell(
                new Input.Acted(action, act, incident, now, "on-call", "looking", null, null, 0));
    }

    List<Fact> resolve(String action, int revision) {
        return tell(
                new Input.Acted(
                        action,
                        Act.RESOLVE,
                        incident().id(),
                        now,
                        "on-call",
                        "",
                        null,
                        null,
                        revision));
    }

    List<Fact> setSeverity(String action, Severity severity) {
        return tell(
                new Input.Acted(
                        action,
                        Act.SET_SEVERITY,
                        incident().id(),
                        now,
                        "on-call",
                        "no user sees it",
                        null,
                        severity,
                        incident().revision()));
    }

    List<Fact> snooze(String action, Duration time) {
        return tell(
                new Input.Acted(
                        action,
                        Act.SNOOZE,
                        incident().id(),
                        now,
                        "on-call",
                        "",
                        now.plus(time),
                        null,
                        0));
    }

    List<Fact> delivery(String target, Outcome outcome) {
        var page = page(target);
        return tell(
                new DeliveryReported(
                        incident().id(), page.id(), now, outcome, "push", "it says so"));
    }

    /// Lets time pass; due timers fire in order, each at its time.
    List<Fact> pass(Duration duration) {
        var end = now.plus(duration);
        var facts = new ArrayList<Fact>();
        // What only asked is asked again a second later, as the shell does.
        var again = new HashMap<Timer, Instant>();
        while (true) {
            Comparator<Timer> byTime =
                    Comparator.comparing(timer -> again.getOrDefault(timer, timer.due()));
            var next = state.timers().stream().min(byTime);
            var due = next.map(timer -> again.getOrDefault(timer, timer.due()));
            if (due.isEmpty() || due.get().isAfter(end)) {
                now = end;
                return facts;
            }
            now = due.get().isAfter(now) ? due.get() : now;
            var news = tell(new Input.TimerFired(next.get().id(), seen));
            facts.addAll(news);
            if (news.isEmpty()) {
                again.put(next.get(), now.plusSeconds(1));
            }
        }
    }

    Incident incident() {
        return Optional.of(state.open())
                .filter(open -> !open.isEmpty())
                .orElse(state.resolved())
                .getLast();
    }

    /// The newest page to this target.
    Page page(String target) {
        return incident().pages().stream()
                .filter(page -> page.target().equals(target))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /// Who was paged or told by these facts, as `KIND target`.
    static List<String> told(List<Fact> facts) {
        return facts.stream()
                .filter(Fact.Paged.class::isInstance)
                .map(fact -> ((Fact.Paged) fact).page())
                .map(page -> page.kind() + " " + page.target())
                .toList();
    }

    static List<String> kinds(List<Fact> facts) {
        return facts.stream().map(fact -> fact.getClass().getSimpleName()).toList();
    }

    private static Document document(String kind, String spec) {
        return new Document(
                kind, "default", JsonMapper.shared().readTree("{\"spec\": " + spec + "}"));
    }
}
