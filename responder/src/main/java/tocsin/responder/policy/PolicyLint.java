package tocsin.responder.policy;

import static java.util.stream.Collectors.toUnmodifiableSet;

import org.jspecify.annotations.Nullable;

import tocsin.responder.oncall.Span;
import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;
import tocsin.runtime.definitions.Wording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What the responder demands of services, escalation policies and severity matrices: that names
/// lead somewhere, and that whoever is named will be told.
public final class PolicyLint implements DefinitionCheck {
    /// So far ahead somebody has to be on call.
    private static final Duration AHEAD = Duration.ofDays(28);

    private final @Nullable Span ahead;

    /// Looks at what is said, not at a calendar.
    public PolicyLint() {
        ahead = null;
    }

    /// Looks also who is on call in the four weeks from now on.
    public PolicyLint(Instant now) {
        ahead = new Span(now, now.plus(AHEAD));
    }

    @Override
    public List<Finding> check(DefinitionSet set) {
        var rulebook = Rulebook.of(set);
        var findings = new ArrayList<>(rulebook.problems());
        var named = Names.of(set);
        for (var policy : set.ofKind("EscalationPolicy")) {
            if (rulebook.policies().containsKey(policy.name())) {
                ladder(policy, named, findings);
                mutes(policy, rulebook, findings);
            }
        }
        people(set, rulebook, named, findings);
        var policies = names("EscalationPolicy", set);
        for (var service : set.ofKind("Service")) {
            if (rulebook.services().containsKey(service.name())) {
                Documents.policyOf(service)
                        .optional()
                        .ifPresent(policy -> known(policy, "EscalationPolicy", policies, findings));
                dependencies(service, rulebook, findings);
            }
        }
        circle(set, rulebook, findings);
        var unusable = rulebook.problems().stream().map(Finding::document).toList();
        for (var matrix : set.ofKind("SeverityMatrix")) {
            if (!unusable.contains(matrix.key())) {
                matrix(matrix, findings);
            }
        }
        return findings;
    }

    /// A service need not have a document, so a name without one may still be right.
    private static void dependencies(Document document, Rulebook rulebook, List<Finding> findings) {
        var services = rulebook.services();
        var rules = services.get(document.name());
        for (var name : rules == null ? List.<String>of() : rules.dependsOn()) {
            if (!services.containsKey(name)) {
                findings.add(
                        Documents.dependenciesOf(document)
                                .odd(
                                        "there is no Service %s%s"
                                                .formatted(
                                                        Wording.quoted(name),
                                                        Wording.choice(name, services.keySet()))));
            }
        }
    }

    /// Hours in which nobody hears of the worst are hardly meant.
    private static void mutes(Document policy, Rulebook rulebook, List<Finding> findings) {
        var read = rulebook.policies().get(policy.name());
        if (read == null || read.muteTimes().isEmpty()) {
            return;
        }
        var written = Field.of(policy).get("spec").get("muteTimes").items();
        for (int i = 0; i < written.size(); i++) {
            if (read.muteTimes().get(i).severities().contains(Severity.SEV1)) {
                findings.add(
                        written.get(i)
                                .get("severities")
                                .odd("hides SEV-1: nobody is told of it in these hours"));
            }
        }
    }

    private static void circle(DefinitionSet set, Rulebook rulebook, List<Finding> findings) {
        rulebook.dependencies()
                .circle()
                .ifPresent(circle ->
                        set.ofKind("Service").stream()
                                .filter(service -> service.name().equals(circle.getFirst()))
                                .findFirst()
                                .ifPresent(service ->
                                        findings.add(
                                                Documents.dependenciesOf(service)
                                                        .wrong(
                                                                "services need each other in a"
                                                                        + " circle: "
                                                                        + String.join(
                                                                                " -> ", circle))
                                                        .finding())));
    }

    /// Whom a policy, a schedule or a team names.
    private record Names(
            Set<String> channels, Set<String> people, Set<String> teams, Set<String> schedules) {
        static Names of(DefinitionSet set) {
            return new Names(
                    names("Channel", set),
                    names("Person", set),
                    names("Team", set),
                    names("Schedule", set));
        }

        void check(Field target, List<Finding> findings) {
            for (var channel :
                    target.get("channels").optional().map(Field::items).orElse(List.of())) {
                known(channel, "Channel", channels, findings);
            }
            target.get("channel")
                    .optional()
                    .ifPresent(one -> known(one, "Channel", channels, findings));
            target.get("person")
                    .optional()
                    .ifPresent(one -> known(one, "Person", people, findings));
            target.get("team").optional().ifPresent(one -> known(one, "Team", teams, findings));
            target.get("schedule")
                    .optional()
                    .ifPresent(one -> known(one, "Schedule", schedules, findings));
        }
    }

    private static void ladder(Document document, Names named, List<Finding> findings) {
        var spec = Field.of(document).get("spec");
        var steps = spec.get("steps").items();
        for (int i = 0; i < steps.size(); i++) {
            for (var target : steps.get(i).get("targets").items()) {
                named.check(target, findings);
                if (i > 0) {
                    laterTarget(target, findings);
                }
            }
        }
        spec.get("lastResort").optional().ifPresent(last -> named.check(last, findings));
        for (var list : List.of("budgets", "changes")) {
            spec.get(list).optional().map(Field::items).orElse(List.of()).stream()
                    .forEach(target -> named.check(target, findings));
        }
        for (var severity : Severity.values()) {
            if (severity.pages() && !somebodyHears(document, severity)) {
                findings.add(
                        spec.get("steps")
                                .odd(
                                        "no target hears of %s, so only the last resort is told"
                                                .formatted(severity.text())));
            }
        }
    }

    /// Whoever can be on call can be reached.
    private void people(DefinitionSet set, Rulebook rulebook, Names named, List<Finding> findings) {
        for (var person : set.ofKind("Person")) {
            if (rulebook.roster().people().containsKey(person.name())) {
                named.check(Field.of(person).get("spec"), findings);
            }
        }
        for (var team : set.ofKind("Team")) {
            if (rulebook.roster().teams().containsKey(team.name())) {
                var spec = Field.of(team).get("spec");
                named.check(spec, findings);
                spec.get("members")
                        .optional()
                        .map(Field::items)
                        .orElse(List.of())
                        .forEach(one -> known(one, "Person", named.people, findings));
            }
        }
        for (var schedule : set.ofKind("Schedule")) {
            if (rulebook.roster().schedules().containsKey(schedule.name())) {
                schedule(Field.of(schedule).get("spec"), named, findings);
            }
        }
        gaps(set, rulebook.roster(), findings);
    }

    /// A gap may be meant, where another step covers it.
    private void gaps(DefinitionSet set, Roster roster, List<Finding> findings) {
        for (var document : set.ofKind("Schedule")) {
            var schedule = roster.schedules().get(document.name());
            var gaps = ahead == null || schedule == null ? List.<Span>of() : schedule.gaps(ahead);
            if (!gaps.isEmpty()) {
                var first = gaps.getFirst();
                findings.add(
                        Field.of(document)
                                .get("spec")
                                .get("layers")
                                .odd(
                                        "nobody is on call from %s to %s%s"
                                                .formatted(
                                                        first.from(),
                                                        first.to(),
                                                        gaps.size() == 1
                                                                ? ""
                                                                : ", nor at %d other times in four weeks"
                                                                        .formatted(
                                                                                gaps.size() - 1))));
            }
        }
    }

    private static void schedule(Field spec, Names named, List<Finding> findings) {
        for (var layer : spec.get("layers").items()) {
            layer.get("members")
                    .items()
                    .forEach(one -> known(one, "Person", named.people, findings));
        }
        for (var one : spec.get("overrides").optional().map(Field::items).orElse(List.of())) {
            known(one.get("person"), "Person", named.people, findings);
        }
        for (var swap : spec.get("swaps").optional().map(Field::items).orElse(List.of())) {
            swap.get("between")
                    .items()
                    .forEach(one -> known(one, "Person", named.people, findings));
        }
    }

    private static boolean somebodyHears(Document policy, Severity severity) {
        return EscalationReader.policy(policy).steps().stream()
                .anyMatch(step -> !step.hearing(severity).isEmpty());
    }

    /// Later steps are taken for incidents that page only.
    private static void laterTarget(Field target, List<Finding> findings) {
        var read = EscalationReader.target(target);
        if (Arrays.stream(Severity.values()).filter(Severity::pages).noneMatch(read::hears)) {
            findings.add(
                    target.get("severities")
                            .wrong(
                                    "this target is never told: SEV-3 and SEV-4 only tell the first"
                                            + " step")
                            .finding());
        }
    }

    private static void known(
            Field reference, String kind, Set<String> names, List<Finding> findings) {
        try {
            var name = reference.text();
            if (!names.contains(name)) {
                throw reference.wrong(
                        "there is no %s %s%s"
                                .formatted(
                                        kind, Wording.quoted(name), Wording.choice(name, names)));
            }
        } catch (UnusableDefinitionException e) {
            findings.add(e.finding());
        }
    }

    private static void matrix(Document matrix, List<Finding> findings) {
        if (!matrix.name().equals(Rulebook.DEFAULT)) {
            findings.add(
                    Field.of(matrix)
                            .get("metadata")
                            .get("name")
                            .odd("is not used; only the matrix named 'default' is"));
        }
        var classes = SeverityMatrix.BUILT_IN.facets().keySet();
        for (var part : List.of("facets", "burnAtLeast")) {
            var rows = Field.of(matrix).get("spec").get(part);
            for (var name : rows.present() ? rows.keys() : List.<String>of()) {
                if (!classes.contains(name)) {
                    var choice = Wording.choice(name, classes);
                    findings.add(rows.get(name).odd("no rule has this class" + choice));
                }
            }
        }
    }

    private static Set<String> names(String kind, DefinitionSet set) {
        return set.ofKind(kind).stream().map(Document::name).collect(toUnmodifiableSet());
    }
}
