package tocsin.detector.slo;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.DurationText;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads SLOs from OpenSLO v1 documents and burn policies from our own. What cannot be used is
/// reported with what, where and why; the others go on.
public final class SloReader {
    /// The policy of an SLO that names none.
    public static final String DEFAULT_POLICY = "google-share";

    /// Names the burn policy of an SLO.
    public static final String POLICY_ANNOTATION = "tocsin.dev/burn-policy";

    private static final BigDecimal MAX_FACTOR = BigDecimal.valueOf(1_000_000);

    /// What a set of definitions holds for the detector.
    public record Result(List<Slo> slos, List<String> problems) {}

    private final DefinitionSet set;
    private final List<Slo> slos = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private SloReader(DefinitionSet set) {
        this.set = set;
    }

    /// Reads every SLO of the set.
    public static Result read(DefinitionSet set) {
        var reader = new SloReader(set);
        for (var document : set.ofKind("SLO")) {
            reader.read(document);
        }
        return new Result(List.copyOf(reader.slos), List.copyOf(reader.problems));
    }

    private void read(Document document) {
        var name = "SLO " + document.name();
        try {
            slos.add(slo(document));
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(name + ": " + e.getMessage());
        }
    }

    private Slo slo(Document document) {
        var spec = document.spec();
        var method = spec.path("budgetingMethod").asString("");
        require(
                method.equals("Occurrences"),
                "spec.budgetingMethod is '%s'; Occurrences is supported",
                method);
        var target = target(spec);
        var budget = BigDecimal.ONE.subtract(target).movePointRight(9);
        long budgetPpb = budget.setScale(0, RoundingMode.HALF_UP).longValueExact();
        var period = period(spec);
        var policyName = document.annotation(POLICY_ANNOTATION, DEFAULT_POLICY);
        var policy =
                set.find("BurnPolicy", policyName)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "annotation %s names burn policy '%s', which does not exist"
                                                .formatted(POLICY_ANNOTATION, policyName)));
        return new Slo(
                document.name(),
                text(spec, "service"),
                sli(spec),
                target.toPlainString(),
                budgetPpb,
                goodCounted(spec),
                period.toMillis(),
                policy(policy, period));
    }

    /// Whether good events are counted beside all, instead of bad ones.
    private static boolean goodCounted(JsonNode spec) {
        var ratio = spec.path("indicator").path("spec").path("ratioMetric");
        require(
                ratio.has("good") != ratio.has("bad"),
                "spec.indicator.spec.ratioMetric needs either good or bad%s",
                "");
        var role = ratio.has("good") ? "good" : "bad";
        var counts = ratio.path(role).path("metricSource").path("spec").path("sli").asString("");
        var all = ratio.path("total").path("metricSource").path("spec").path("sli").asString("");
        require(
                counts.equals(all),
                "spec.indicator.spec.ratioMetric: %s; both must name one indicator",
                "'%s' counts '%s' but 'total' counts '%s'".formatted(role, counts, all));
        return ratio.has("good");
    }

    /// The name that samples carry: for metric source `tocsin` the one in its spec, else the
    /// indicator's own.
    private static String sli(JsonNode spec) {
        var indicator = spec.path("indicator");
        var source = indicator.path("spec").path("ratioMetric").path("total").path("metricSource");
        require(
                !source.isMissingNode(),
                "spec.indicator.spec.ratioMetric.total.metricSource is missing%s",
                "; only ratio metrics are supported");
        return source.path("type").asString("").equals("tocsin")
                ? text(source.path("spec"), "sli")
                : text(indicator.path("metadata"), "name");
    }

    private static BigDecimal target(JsonNode spec) {
        var objectives = spec.path("objectives");
        require(
                objectives.size() == 1,
                "spec.objectives has %s entries; one is supported",
                Integer.toString(objectives.size()));
        var objective = objectives.path(0);
        var target = objective.path("target");
        var percent = objective.path("targetPercent");
        require(
                target.isNumber() != percent.isNumber(),
                "spec.objectives[0] needs either target or targetPercent%s",
                "");
        return target.isNumber()
                ? new BigDecimal(target.asString())
                : new BigDecimal(percent.asString()).movePointLeft(2);
    }

    private static Duration period(JsonNode spec) {
        var windows = spec.path("timeWindow");
        require(
                windows.size() == 1,
                "spec.timeWindow has %s entries; one is needed",
                Integer.toString(windows.size()));
        var window = windows.path(0);
        require(
                window.path("isRolling").asBoolean(false),
                "spec.timeWindow[0] is not rolling%s",
                "; only rolling windows are supported");
        return DurationText.parse(text(window, "duration"));
    }

    private static BurnPolicy policy(Document document, Duration period) {
        try {
            return readPolicy(document, period);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "burn policy %s: %s".formatted(document.name(), e.getMessage()), e);
        }
    }

    private static BurnPolicy readPolicy(Document document, Duration period) {
        var spec = document.spec();
        var pairs = new ArrayList<BurnPair>();
        for (var pair : spec.path("pairs")) {
            pairs.add(pair(pair, period));
        }
        return new BurnPolicy(
                document.name(),
                pairs,
                duration(spec, "clearFor").map(Duration::toMillis).orElse(0L),
                duration(spec, "minEpisode").map(Duration::toMillis).orElse(60_000L));
    }

    private static BurnPair pair(JsonNode pair, Duration period) {
        var sustained = DurationText.parse(text(pair, "long"));
        var recent = DurationText.parse(text(pair, "short"));
        return new BurnPair(
                text(pair, "class"),
                factorMilli(pair, sustained, period),
                sustained.toMillis(),
                recent.toMillis());
    }

    /// Either the factor itself or `share x period / long window` (SRE workbook, chapter 5).
    private static long factorMilli(JsonNode pair, Duration sustained, Duration period) {
        var factor = pair.path("factor");
        var share = pair.path("share");
        require(
                factor.isNumber() != share.isNumber(),
                "a burn pair needs either share or factor%s",
                "");
        var value =
                factor.isNumber()
                        ? new BigDecimal(factor.asString())
                        : new BigDecimal(share.asString())
                                .multiply(BigDecimal.valueOf(period.toMillis()))
                                .divide(
                                        BigDecimal.valueOf(sustained.toMillis()),
                                        9,
                                        RoundingMode.HALF_UP);
        require(
                value.compareTo(MAX_FACTOR) <= 0,
                "a burn rate of %s is more than any target allows",
                value.toString());
        return value.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private static Optional<Duration> duration(JsonNode node, String field) {
        var value = node.path(field);
        return value.isMissingNode()
                ? Optional.empty()
                : Optional.of(DurationText.parse(value.asString("")));
    }

    private static String text(JsonNode node, String field) {
        var value = node.path(field).asString("");
        require(!value.isBlank(), "%s is missing", field);
        return value;
    }

    private static void require(boolean holds, String problem, String detail) {
        if (!holds) {
            throw new IllegalArgumentException(problem.formatted(detail));
        }
    }
}
