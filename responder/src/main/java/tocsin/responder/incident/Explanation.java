package tocsin.responder.incident;

import tocsin.responder.policy.EscalationPolicy;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Target;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tells from the facts of one incident, and the definitions of then, why each decision was made.
/// It decides nothing: what it says of people who were not told follows from the same policy.
public final class Explanation {
    private final String service;
    private final Function<RecordedFact, Optional<Rulebook>> rulebooks;
    private ServiceState state;

    private Explanation(String service, Function<RecordedFact, Optional<Rulebook>> rulebooks) {
        this.service = service;
        this.rulebooks = rulebooks;
        this.state = ServiceState.of(service);
    }

    /// Every decision about an incident, oldest first.
    ///
    /// @param timeline its facts from the first
    /// @param rulebooks the definitions and silences of then, where they are still known
    public static List<Why> of(
            String service,
            List<RecordedFact> timeline,
            Function<RecordedFact, Optional<Rulebook>> rulebooks) {
        var explanation = new Explanation(service, rulebooks);
        var decisions = new ArrayList<Why>();
        int from = 0;
        for (int to = 1; to <= timeline.size(); to++) {
            if (to == timeline.size() || !together(timeline.get(from), timeline.get(to))) {
                decisions.add(explanation.why(timeline.subList(from, to)));
                from = to;
            }
        }
        return decisions;
    }

    private static boolean together(RecordedFact one, RecordedFact other) {
        return one.origin().equals(other.origin()) && one.decidedAt().equals(other.decidedAt());
    }

    private Why why(List<RecordedFact> group) {
        var first = group.getFirst();
        var facts = group.stream().map(RecordedFact::fact).toList();
        for (var fact : facts) {
            state = state.apply(fact);
        }
        var told = new ArrayList<String>();
        var pages = new ArrayList<Page>();
        for (var fact : facts) {
            if (fact instanceof Fact.Paged(_, _, var page, var reason)) {
                told.add(told(page, reason));
                pages.add(page);
            }
        }
        boolean called =
                pages.stream().anyMatch(Explanation::calls)
                        || facts.stream().anyMatch(Fact.Suppressed.class::isInstance);
        var rulebook = called ? rulebooks.apply(first) : Optional.<Rulebook>empty();
        var incident = state.incident(first.fact().incident());
        return new Why(
                first.origin(),
                first.decidedAt(),
                first.definitions(),
                facts,
                rulebook.map(rules -> rules.policy(service).name()).orElse(""),
                told,
                rulebook.flatMap(rules -> incident.map(it -> notTold(rules, it, first, pages)))
                        .orElse(List.of()),
                rulebook.flatMap(rules ->
                                incident.map(it -> checks(rules, it, facts, first.decidedAt())))
                        .orElse(List.of()));
    }

    private static boolean calls(Page page) {
        return page.kind() == Page.Kind.PAGE || page.kind() == Page.Kind.NOTICE;
    }

    private static String told(Page page, String reason) {
        return "%s to %s over %s (%s): %s"
                .formatted(
                        page.kind(),
                        page.target() + (page.via().isEmpty() ? "" : " via " + page.via()),
                        String.join(", ", page.channels()),
                        step(page.step()),
                        reason);
    }

    private static String step(int step) {
        return step == Page.LAST_RESORT ? "the last resort" : "step " + (step + 1);
    }

    /// Everybody whom the policy names and who was not told by this decision.
    private List<String> notTold(
            Rulebook rules, Incident incident, RecordedFact decision, List<Page> pages) {
        if (pages.stream().noneMatch(Explanation::calls)) {
            return List.of("nobody is told while pages are held back");
        }
        var policy = rules.policy(service);
        int reached = pages.getLast().step();
        var lines = new ArrayList<String>();
        for (int step = 0; step < policy.steps().size(); step++) {
            for (var target : policy.steps().get(step).targets()) {
                reason(rules, incident, decision, pages, target, step, reached)
                        .ifPresent(lines::add);
            }
        }
        if (reached != Page.LAST_RESORT) {
            lines.add(lastResort(policy));
        }
        return List.copyOf(lines);
    }

    private static String lastResort(EscalationPolicy policy) {
        return "%s (%s): only when every step has passed"
                .formatted(policy.lastResort().path(), step(Page.LAST_RESORT));
    }

    private static Optional<String> reason(
            Rulebook rules,
            Incident incident,
            RecordedFact decision,
            List<Page> pages,
            Target target,
            int step,
            int reached) {
        var told = pages.stream().map(Page::target).collect(Collectors.toSet());
        var contacts = rules.roster().contacts(target, decision.decidedAt());
        if (contacts.stream().anyMatch(contact -> told.contains(contact.name()))) {
            return Optional.empty();
        }
        var who = "%s (%s): ".formatted(target.path(), step(step));
        if (!target.hears(incident.severity())) {
            return Optional.of(who + "does not hear of " + incident.severity().text());
        }
        if (contacts.isEmpty()) {
            return Optional.of(who + "nobody is on call, or nothing says how to reach them");
        }
        if (reached == Page.LAST_RESORT || step < reached) {
            return Optional.of(who + "had its turn before");
        }
        if (!incident.severity().pages()) {
            return step == 0
                    ? Optional.empty()
                    : Optional.of(who + incident.severity().text() + " tells the first step only");
        }
        var waits =
                pages.stream()
                        .flatMap(page -> Optional.ofNullable(page.acknowledgeBy()).stream())
                        .findFirst();
        return Optional.of(
                waits.map(by -> who + "its turn comes without an acknowledgement by " + by)
                        .orElse(who + "its turn has not come"));
    }

    private List<Why.Check> checks(
            Rulebook rules, Incident incident, List<Fact> facts, Instant decidedAt) {
        var checks = new ArrayList<Why.Check>();
        var firing = incident.firing();
        for (var silence : rules.silences()) {
            long covered = firing.stream().filter(cause -> silence.matches(cause.labels())).count();
            checks.add(
                    new Why.Check(
                            silence.text(),
                            covered > 0 && covered == firing.size(),
                            "covers %d of the %d causes that fire"
                                    .formatted(covered, firing.size())));
        }
        for (var mute : rules.policy(service).muteTimes()) {
            checks.add(
                    new Why.Check(
                            "mute time: " + mute.text(),
                            mute.covers(decidedAt, incident.severity()),
                            incident.severity().text() + " at " + decidedAt));
        }
        if (checks.isEmpty()) {
            checks.add(new Why.Check("silences", false, "none was in effect"));
        }
        var needs = rules.dependencies().of(service);
        checks.add(
                needs.isEmpty()
                        ? new Why.Check("dependencies", false, "the service depends on nothing")
                        : dependencies(String.join(", ", needs), incident, facts));
        return checks;
    }

    private static Why.Check dependencies(String needs, Incident incident, List<Fact> facts) {
        var held = incident.held();
        boolean applies = held != null && held.kind() != Incident.Hold.SILENCED;
        var said =
                facts.stream()
                        .map(Explanation::holding)
                        .filter(text -> !text.isEmpty())
                        .reduce((_, later) -> later)
                        .orElse(applies ? "it is held back" : "nothing held it back");
        return new Why.Check("dependencies: " + needs, applies, said);
    }

    private static String holding(Fact fact) {
        return switch (fact) {
            case Fact.Suppressed suppressed -> suppressed.reason();
            case Fact.Released released -> released.reason();
            default -> "";
        };
    }
}
