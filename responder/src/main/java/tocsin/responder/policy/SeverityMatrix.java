package tocsin.responder.policy;

import static tocsin.responder.policy.Severity.SEV1;
import static tocsin.responder.policy.Severity.SEV2;
import static tocsin.responder.policy.Severity.SEV3;
import static tocsin.responder.policy.Severity.SEV4;

import tocsin.runtime.definitions.ServiceTier;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which severity a facet of a breach calls for on each service tier, and a label of an alert
/// anywhere.
///
/// @param facets class of the facet to the severity on tiers 0 to 3
/// @param burns exceptions for very fast burns; the first that applies counts
/// @param alerts label `severity`, in lower case, to the severity; `default` for any other
public record SeverityMatrix(
        String name,
        Map<String, List<Severity>> facets,
        List<BurnAtLeast> burns,
        Map<String, Severity> alerts) {

    /// Tiers of services: 0 earns the money, 3 is missed by nobody.
    public static final int TIERS = ServiceTier.COUNT;

    static final String OTHER_ALERTS = "default";
    private static final String NO_LABEL = "none";

    /// A facet whose burn rate is at least this calls for another severity on some tiers.
    public record BurnAtLeast(String facet, double burn, Set<Integer> tiers, Severity severity) {
        public BurnAtLeast {
            tiers = Set.copyOf(tiers);
        }

        boolean applies(String other, int tier, double burning) {
            return facet.equals(other) && tiers.contains(tier) && burning >= burn;
        }
    }

    /// What applies where nothing was defined.
    public static final SeverityMatrix BUILT_IN =
            new SeverityMatrix(
                    "default",
                    Map.of(
                            "TOTAL_OUTAGE", List.of(SEV1, SEV1, SEV2, SEV3),
                            "PAGE_FAST", List.of(SEV2, SEV2, SEV2, SEV3),
                            "PAGE_SLOW", List.of(SEV2, SEV2, SEV3, SEV3),
                            "DEGRADED", List.of(SEV2, SEV3, SEV3, SEV4),
                            "TICKET_FAST", List.of(SEV3, SEV3, SEV4, SEV4),
                            "TICKET_SLOW", List.of(SEV4, SEV4, SEV4, SEV4),
                            "BUDGET_50", List.of(SEV4, SEV4, SEV4, SEV4),
                            "BUDGET_80", List.of(SEV4, SEV4, SEV4, SEV4),
                            "BUDGET_EXHAUSTED", List.of(SEV3, SEV3, SEV4, SEV4),
                            "NO_DATA", List.of(SEV2, SEV3, SEV3, SEV4)),
                    List.of(new BurnAtLeast("PAGE_FAST", 100, Set.of(0), SEV1)),
                    Map.of(
                            "critical",
                            SEV2,
                            "page",
                            SEV2,
                            "error",
                            SEV2,
                            "warning",
                            SEV3,
                            NO_LABEL,
                            SEV3,
                            "info",
                            SEV4,
                            OTHER_ALERTS,
                            SEV3));

    public SeverityMatrix {
        facets = Map.copyOf(facets);
        burns = List.copyOf(burns);
        alerts = Map.copyOf(alerts);
        facets.forEach((facet, tiers) -> {
            if (tiers.size() != TIERS) {
                throw new IllegalArgumentException(
                        "%s has %d severities, one for each of the %d tiers is needed"
                                .formatted(facet, tiers.size(), TIERS));
            }
        });
    }

    /// What a firing facet calls for; nothing when the matrix does not know its class.
    Optional<Judgement> ofFacet(String facet, int tier, double burn) {
        return Optional.ofNullable(facets.get(facet))
                .map(tiers ->
                        burns.stream()
                                .filter(rule -> rule.applies(facet, tier, burn))
                                .findFirst()
                                .map(rule -> fast(rule, tier))
                                .orElseGet(() -> usual(facet, tier, tiers.get(tier))));
    }

    /// What an alert with this label calls for.
    Judgement ofAlert(String label) {
        var key = label.isBlank() ? NO_LABEL : label.strip().toLowerCase(Locale.ROOT);
        var severity =
                Optional.ofNullable(alerts.get(key))
                        .or(() -> Optional.ofNullable(alerts.get(OTHER_ALERTS)))
                        .orElse(SEV3);
        return new Judgement(
                severity,
                "alert severity %s is %s (matrix %s)".formatted(key, severity.text(), name));
    }

    private Judgement fast(BurnAtLeast rule, int tier) {
        return new Judgement(
                rule.severity,
                "%s on tier %d at a burn rate of at least %s is %s (matrix %s)"
                        .formatted(rule.facet, tier, plain(rule.burn), rule.severity.text(), name));
    }

    private Judgement usual(String facet, int tier, Severity severity) {
        return new Judgement(
                severity,
                "%s on tier %d is %s (matrix %s)".formatted(facet, tier, severity.text(), name));
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
