package tocsin.detector.slo;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Indicator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads how fast the budget of an SLO may burn: from the burn policy that it names, from its
/// OpenSLO alert policies, or from the default burn policy.
final class PolicyReader {
    /// The policy of an SLO that names none.
    static final String DEFAULT_POLICY = "google-share";

    /// Names the burn policy of an SLO.
    static final String POLICY_ANNOTATION = "tocsin.dev/burn-policy";

    /// The rate of so many milliseconds is taken to go on.
    private static final long RATE_OVER = 1_800_000;

    private static final BigDecimal MAX_FACTOR = BigDecimal.valueOf(1_000_000);

    private final DefinitionSet set;
    private final Problems problems;

    PolicyReader(DefinitionSet set, Problems problems) {
        this.set = set;
        this.problems = problems;
    }

    /// The policy of one SLO, for its period.
    Optional<BurnPolicy> of(Document slo, Duration period) {
        var annotations = Field.of(slo).get("metadata").get("annotations");
        return named(slo, period)
                .flatMap(policy ->
                        problems.of(
                                () -> policy.with(GuardReader.of(annotations, policy.guard()))));
    }

    private Optional<BurnPolicy> named(Document slo, Duration period) {
        var annotation = Field.of(slo).get("metadata").get("annotations").get(POLICY_ANNOTATION);
        var policies = Field.of(slo).get("spec").get("alertPolicies");
        if (policies.present() && annotation.present()) {
            return problems.of(() -> {
                throw policies.wrong(
                        "stand beside the annotation "
                                + POLICY_ANNOTATION
                                + "; one of them decides");
            });
        }
        if (policies.present()) {
            return new AlertPolicyReader(set, problems).read(policies);
        }
        return problems.of(() ->
                        annotation.present()
                                ? Indicator.referenced("BurnPolicy", annotation, set)
                                : builtIn(slo))
                .flatMap(document -> read(document, period));
    }

    private Document builtIn(Document slo) {
        return set.find("BurnPolicy", DEFAULT_POLICY)
                .orElseThrow(() ->
                        Field.of(slo)
                                .get("metadata")
                                .wrong(
                                        "has no annotation %s, and the default '%s' does not exist"
                                                .formatted(POLICY_ANNOTATION, DEFAULT_POLICY)));
    }

    /// Reads a burn policy for SLOs of this period.
    Optional<BurnPolicy> read(Document document, Duration period) {
        var spec = Field.of(document).get("spec");
        var pairs = problems.of(() -> spec.get("pairs").items()).orElse(List.of());
        var read = new ArrayList<BurnPair>();
        for (var pair : pairs) {
            problems.of(() -> pair(pair, period)).ifPresent(read::add);
        }
        var clearFor = problems.of(() -> millis(spec.get("clearFor"), 0));
        var minEpisode = problems.of(() -> millis(spec.get("minEpisode"), 60_000));
        var budget = problems.of(() -> budget(spec.get("budget")));
        var runways = problems.of(() -> runways(spec.get("exhaustion")));
        var guard = problems.of(() -> GuardReader.of(spec.get("guards")));
        return problems.none()
                ? problems.of(() ->
                        spec.get("pairs")
                                .reading(() ->
                                        new BurnPolicy(
                                                document.name(),
                                                read,
                                                clearFor.orElseThrow(),
                                                minEpisode.orElseThrow(),
                                                budget.orElseThrow(),
                                                runways.orElseThrow(),
                                                guard.orElseThrow())))
                : Optional.empty();
    }

    private static long millis(Field duration, long absent) {
        return duration.present() ? duration.duration().toMillis() : absent;
    }

    private static List<BudgetStep> budget(Field steps) {
        var read = new ArrayList<BudgetStep>();
        if (steps.present()) {
            for (var step : steps.items()) {
                read.add(step.isObject() ? step(step) : new BudgetStep(percent(step)));
            }
        }
        return read;
    }

    private static List<Runway> runways(Field forecasts) {
        var read = new ArrayList<Runway>();
        if (forecasts.present()) {
            for (var one : forecasts.items()) {
                var facet = one.get("class").oneOf(Runway.CLASSES);
                long within = one.get("within").duration().toMillis();
                long over = millis(one.get("over"), RATE_OVER);
                read.add(one.reading(() -> new Runway(facet, within, over)));
            }
        }
        return read;
    }

    private static BudgetStep step(Field step) {
        int percent = percent(step.get("at"));
        var freezes = step.get("freezeDeployments");
        return step.reading(() ->
                freezes.present()
                        ? new BudgetStep(percent, freezes.flag())
                        : new BudgetStep(percent));
    }

    private static int percent(Field share) {
        var percent = share.number().movePointRight(2);
        return share.reading(() -> new BudgetStep(percent.intValueExact()).percent());
    }

    private static BurnPair pair(Field pair, Duration period) {
        var facet = pair.get("class").oneOf(BurnPair.CLASSES);
        var sustained = pair.get("long").duration();
        var recent = pair.get("short").duration();
        var factor = pair.get("factor");
        var share = pair.get("share");
        if (factor.present() == share.present()) {
            throw pair.wrong("a burn pair needs either share or factor");
        }
        var value =
                factor.present()
                        ? factor.number()
                        : ofShare(share.number(), period, sustained, pair.get("long"));
        long milli = factorMilli(factor.present() ? factor : share, value);
        return pair.reading(
                () -> new BurnPair(facet, milli, sustained.toMillis(), recent.toMillis()));
    }

    /// `share x period / long window` (SRE workbook, chapter 5).
    private static BigDecimal ofShare(
            BigDecimal share, Duration period, Duration sustained, Field place) {
        if (sustained.isZero()) {
            throw place.wrong("must be longer than 0");
        }
        return share.multiply(BigDecimal.valueOf(period.toMillis()))
                .divide(BigDecimal.valueOf(sustained.toMillis()), 9, RoundingMode.HALF_UP);
    }

    /// A burn rate in thousandths.
    static long factorMilli(Field place, BigDecimal factor) {
        if (factor.compareTo(MAX_FACTOR) > 0) {
            throw place.wrong("a burn rate of " + factor + " is more than any target allows");
        }
        return place.reading(
                () -> factor.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
}
