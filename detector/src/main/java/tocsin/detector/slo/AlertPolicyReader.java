package tocsin.detector.slo;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Indicator;
import tocsin.runtime.definitions.Wording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the alert policies of an SLO as burn pairs. OpenSLO v1 knows one window per condition: it
/// becomes the long one, and the short one is a twelfth of it as the SRE workbook advises, so that
/// the pair stops firing soon after the service recovers.
final class AlertPolicyReader {
    static final String CLASS_ANNOTATION = "tocsin.dev/class";
    static final String SHORT_ANNOTATION = "tocsin.dev/short-window";

    private static final int SHORT_SHARE = 12;
    private static final Set<String> PAGES =
            Set.of("page", "critical", "error", "high", "sev1", "sev-1", "sev2", "sev-2");
    private static final Set<String> TICKETS =
            Set.of("ticket", "warning", "medium", "low", "info", "sev3", "sev-3", "sev4", "sev-4");

    /// A condition whose class may still depend on the others.
    private record Condition(
            Field place,
            Optional<String> facet,
            boolean pages,
            long factorMilli,
            Duration sustained,
            Duration recent) {}

    private final DefinitionSet set;
    private final Problems problems;

    AlertPolicyReader(DefinitionSet set, Problems problems) {
        this.set = set;
        this.problems = problems;
    }

    /// The policies as one.
    Optional<BurnPolicy> read(Field policies) {
        var names = new ArrayList<String>();
        var conditions = new ArrayList<Condition>();
        for (var entry : problems.of(policies::items).orElse(List.of())) {
            problems.of(() -> root("AlertPolicy", entry, "alertPolicyRef"))
                    .ifPresent(policy -> {
                        problems.of(() -> policy.get("metadata").get("name").text())
                                .ifPresent(names::add);
                        problems.of(() -> condition(policy.get("spec"))).ifPresent(conditions::add);
                        problems.in(() -> targets(policy.get("spec")));
                    });
        }
        if (!problems.none()) {
            return Optional.empty();
        }
        return problems.of(() ->
                policies.reading(() ->
                        new BurnPolicy(String.join("+", names), pairs(conditions), 0, 60_000)));
    }

    /// Checks that what a policy of its own refers to is there.
    void references(Document policy) {
        var spec = Field.of(policy).get("spec");
        problems.in(() ->
                spec.get("conditions")
                        .items()
                        .forEach(entry ->
                                problems.in(() -> root("AlertCondition", entry, "conditionRef"))));
        problems.in(() -> targets(spec));
    }

    /// What is written inline, or the document that is referred to.
    private Field root(String kind, Field entry, String reference) {
        return entry.get(reference).present()
                ? Field.of(Indicator.referenced(kind, entry.get(reference), set))
                : entry;
    }

    private Condition condition(Field policy) {
        if (policy.get("alertWhenNoData").present() && policy.get("alertWhenNoData").flag()) {
            throw policy.get("alertWhenNoData").wrong("absence of data is not watched for yet");
        }
        var breaching = policy.get("alertWhenBreaching");
        if (!breaching.present() || !breaching.flag()) {
            throw breaching.wrong("is not true: this policy would never fire");
        }
        var all = policy.get("conditions").items();
        if (all.size() != 1) {
            throw policy.get("conditions").wrong("has " + all.size() + " entries; one is needed");
        }
        return burn(root("AlertCondition", all.getFirst(), "conditionRef"));
    }

    private static Condition burn(Field root) {
        var condition = root.get("spec").get("condition");
        if (condition.get("kind").present()) {
            var _ = condition.get("kind").oneOf(List.of("burnrate"));
        }
        var op = condition.get("op");
        if (op.present() && !op.text().equals("gt")) {
            throw op.wrong(
                    "is '%s'; a breach is a burn rate above the threshold: gt"
                            .formatted(op.text()));
        }
        var after = condition.get("alertAfter");
        if (after.present() && !after.duration().isZero()) {
            throw after.wrong(
                    "a pair fires as soon as both of its windows burn; write 0m, or a longer"
                            + " lookbackWindow");
        }
        var window = condition.get("lookbackWindow");
        var sustained = window.duration();
        var annotations = root.get("metadata").get("annotations");
        var recent = annotations.get(SHORT_ANNOTATION);
        var threshold = condition.get("threshold");
        return new Condition(
                condition,
                annotations.get(CLASS_ANNOTATION).optional().map(it -> it.oneOf(BurnPair.CLASSES)),
                pages(root.get("spec").get("severity")),
                PolicyReader.factorMilli(threshold, threshold.number()),
                sustained,
                recent.present() ? recent.duration() : sustained.dividedBy(SHORT_SHARE));
    }

    private static boolean pages(Field severity) {
        var word = severity.text().toLowerCase(Locale.ROOT);
        if (!PAGES.contains(word) && !TICKETS.contains(word)) {
            throw severity.wrong(
                    "%s says neither page nor ticket; write one of them"
                            .formatted(Wording.quoted(severity.text())));
        }
        return PAGES.contains(word);
    }

    private void targets(Field policy) {
        for (var target :
                policy.get("notificationTargets").optional().map(Field::items).orElse(List.of())) {
            problems.in(() -> root("AlertNotificationTarget", target, "targetRef"));
        }
    }

    /// Of two conditions that page, the one with the higher threshold is the fast one.
    private static List<BurnPair> pairs(List<Condition> conditions) {
        var byStream =
                conditions.stream()
                        .sorted(Comparator.comparingLong(Condition::factorMilli).reversed())
                        .collect(Collectors.partitioningBy(Condition::pages));
        var pairs = new ArrayList<BurnPair>();
        byStream.forEach((pages, some) -> {
            for (int i = 0; i < some.size(); i++) {
                var speed = i == 0 ? "FAST" : "SLOW";
                pairs.add(pair(some.get(i), (pages ? "PAGE_" : "TICKET_") + speed));
            }
        });
        return pairs;
    }

    private static BurnPair pair(Condition condition, String facet) {
        return condition
                .place()
                .reading(() ->
                        new BurnPair(
                                condition.facet().orElse(facet),
                                condition.factorMilli(),
                                condition.sustained().toMillis(),
                                condition.recent().toMillis()));
    }
}
