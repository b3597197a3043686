package tocsin.responder.policy;

import static tocsin.responder.policy.Severity.SEV1;
import static tocsin.responder.policy.Severity.SEV2;
import static tocsin.responder.policy.Severity.SEV3;
import static tocsin.responder.policy.Severity.SEV4;

import tocsin.runtime.definitions.ServiceTier;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which severity a facet of a breach calls for on each service tier, a label of an alert anywhere,
/// and how many services fail together.
///
/// @param facets class of the facet to the severity on tiers 0 to 3
/// @param burns exceptions for very fast burns; the first that applies counts
/// @param dependants what it calls for that so many services fail because of one; the worst counts
/// @param alerts label `severity`, in lower case, to the severity; `default` for any other
public record SeverityMatrix(
        String name,
        Map<String, List<Severity>> facets,
        List<BurnAtLeast> burns,
        List<DependantsAtLeast> dependants,
        Map<String, Severity> alerts) {

    /// Tiers of services: 0 earns the money, 3 is missed by nobody.
    public static final int TIERS = ServiceTier.COUNT;

    static final String OTHER_ALERTS = "default";
    private static final String NO_LABEL = "none";

    /// So many services are named in a reason.
    private static final int NAMED = 5;

    /// A facet whose burn rate is at least this calls for another severity on some tiers.
    public record BurnAtLeast(String facet, double burn, Set<Integer> tiers, Severity severity) {
        public BurnAtLeast {
            tiers = Set.copyOf(tiers);
        }

        boolean applies(String other, int tier, double burning) {
            return facet.equals(other) && tiers.contains(tier) && burning >= burn;
        }
    }

    /// At least so many services of these tiers, all of which need the one that broke, fail with
    /// it.
    public record DependantsAtLeast(int services, Set<Integer> tiers, Severity severity) {
        /// More are not counted.
        static final int SERVICES_MAX = 100;

        public DependantsAtLeast {
            tiers = Set.copyOf(tiers);
            if (services < 1 || services > SERVICES_MAX) {
                throw new IllegalArgumentException(
                        "services is %d, 1 to %d make sense".formatted(services, SERVICES_MAX));
            }
        }
    }

    /// What applies where nothing was defined.
    public static final SeverityMatrix BUILT_IN =
            new SeverityMatrix(
                    "default",
                    Map.ofEntries(
                            Map.entry("TOTAL_OUTAGE", List.of(SEV1, SEV1, SEV2, SEV3)),
                            Map.entry("PAGE_FAST", List.of(SEV2, SEV2, SEV2, SEV3)),
                            Map.entry("PAGE_SLOW", List.of(SEV2, SEV2, SEV3, SEV3)),
                            Map.entry("DEGRADED", List.of(SEV2, SEV3, SEV3, SEV4)),
                            Map.entry("TICKET_FAST", List.of(SEV3, SEV3, SEV4, SEV4)),
                            Map.entry("TICKET_SLOW", List.of(SEV4, SEV4, SEV4, SEV4)),
                            Map.entry("EXHAUSTION_PAGE", List.of(SEV2, SEV2, SEV2, SEV3)),
                            Map.entry("EXHAUSTION_TICKET", List.of(SEV3, SEV3, SEV4, SEV4)),
                            Map.entry("BUDGET_50", List.of(SEV4, SEV4, SEV4, SEV4)),
                            Map.entry("BUDGET_80", List.of(SEV4, SEV4, SEV4, SEV4)),
                            Map.entry("BUDGET_EXHAUSTED", List.of(SEV3, SEV3, SEV4, SEV4)),
                            Map.entry("NO_DATA", List.of(SEV2, SEV3, SEV3, SEV4))),
                    List.of(new BurnAtLeast("PAGE_FAST", 100, Set.of(0), SEV1)),
                    List.of(new DependantsAtLeast(3, Set.of(0, 1), SEV1)),
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
        dependants = List.copyOf(dependants);
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

    /// What an incident calls for that takes others with it; nothing where they are too few.
    ///
    /// @param tiers of the services that fail with it, by their names
    Optional<Judgement> ofDependants(Map<String, Integer> tiers) {
        return dependants.stream()
                .filter(rule -> counted(rule, tiers).size() >= rule.services)
                .min(Comparator.comparing(DependantsAtLeast::severity))
                .map(rule -> together(rule, counted(rule, tiers)));
    }

    private static List<String> counted(DependantsAtLeast rule, Map<String, Integer> tiers) {
        return tiers.entrySet().stream()
                .filter(service -> rule.tiers.contains(service.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Judgement together(DependantsAtLeast rule, List<String> services) {
        var named = String.join(", ", services.subList(0, Math.min(NAMED, services.size())));
        return new Judgement(
                rule.severity,
                "%d services that need it fail too (%s%s), %d of tier %s are %s (matrix %s)"
                        .formatted(
                                services.size(),
                                named,
                                services.size() > NAMED ? ", ..." : "",
                                rule.services,
                                rule.tiers.stream()
                                        .sorted()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(" or ")),
                                rule.severity.text(),
                                name));
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
