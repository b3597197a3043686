package tocsin.detector.slo;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.Indicator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads SLOs from OpenSLO v1 documents. What cannot be used, or not yet, is reported with what,
/// where and why; the others go on.
public final class SloReader {
    /// What a set of definitions holds for the detector.
    public record Result(List<Slo> slos, List<Finding> findings) {}

    /// What burn factors refer to where periods have several lengths: those of the workbook are of
    /// thirty days.
    private static final Duration USUAL = Duration.ofDays(30);

    /// The target of an objective and where it stands.
    private record Target(Field place, BigDecimal share, long budgetPpb) {}

    private record Measure(String sli, boolean goodCounted, Queries queries) {}

    private final DefinitionSet set;
    private final List<Slo> slos = new ArrayList<>();
    private final Set<Finding> findings = new LinkedHashSet<>();

    private SloReader(DefinitionSet set) {
        this.set = set;
    }

    /// Reads every SLO of the set.
    public static Result read(DefinitionSet set) {
        var reader = new SloReader(set);
        for (var document : set.ofKind("SLO")) {
            reader.read(document);
        }
        return new Result(List.copyOf(reader.slos), List.copyOf(reader.findings));
    }

    private void read(Document document) {
        var spec = Field.of(document).get("spec");
        var problems = new Problems(findings);
        var budgeting = problems.of(() -> BudgetingReader.read(document));
        var service = problems.of(() -> spec.get("service").text());
        var target = problems.of(() -> target(spec));
        var period = problems.of(() -> PeriodReader.read(spec.get("timeWindow")));
        var measure =
                composite(spec).isPresent()
                        ? Optional.<Measure>empty()
                        : problems.of(() -> measure(Indicator.of(document, set)));
        var rates = new Problems(findings);
        var policy = period.flatMap(time -> new PolicyReader(set, rates).of(document, usual(time)));
        policy.ifPresent(
                pairs -> target.ifPresent(goal -> requirePossible(pairs, goal, period, problems)));
        policy.ifPresent(pairs -> requireSlices(pairs, budgeting, spec, problems));
        if (problems.none() && rates.none()) {
            slos.add(
                    new Slo(
                            document.name(),
                            service.orElseThrow(),
                            measure.orElseThrow().sli(),
                            target.orElseThrow().share().toPlainString(),
                            target.orElseThrow().budgetPpb(),
                            measure.orElseThrow().goodCounted(),
                            budgeting.orElseThrow(),
                            period.orElseThrow(),
                            guarded(policy.orElseThrow(), budgeting.orElseThrow()),
                            queries(measure.orElseThrow(), budgeting.orElseThrow())));
        }
    }

    /// Guards count events; a slice is no accident of one.
    private static BurnPolicy guarded(BurnPolicy policy, Budgeting budgeting) {
        return budgeting instanceof Budgeting.Slices ? policy.with(Guard.NONE) : policy;
    }

    /// Prometheus has events, not slices.
    private static Queries queries(Measure measure, Budgeting budgeting) {
        return budgeting instanceof Budgeting.Slices ? Queries.NONE : measure.queries();
    }

    private static void requireSlices(
            BurnPolicy policy, Optional<Budgeting> budgeting, Field spec, Problems problems) {
        for (var pair : policy.pairs()) {
            budgeting.ifPresent(slices ->
                    problems.in(() ->
                            spec.get("objectives")
                                    .items()
                                    .getFirst()
                                    .get("timeSliceWindow")
                                    .reading(() -> {
                                        Slo.requireSlices(pair, slices);
                                        return pair;
                                    })));
        }
    }

    private static Duration usual(Period period) {
        return period instanceof Period.Rolling(long millis) ? Duration.ofMillis(millis) : USUAL;
    }

    /// The first objective with an indicator of its own: what makes an SLO a composite.
    private static Optional<Field> composite(Field spec) {
        return spec.get("objectives").optional().map(Field::items).orElse(List.of()).stream()
                .flatMap(objective ->
                        Stream.of("indicator", "indicatorRef", "compositeWeight")
                                .map(objective::get))
                .filter(Field::present)
                .findFirst();
    }

    private static Target target(Field spec) {
        var part = composite(spec);
        if (part.isPresent()) {
            throw part.get().wrong("composite SLOs are not supported yet");
        }
        var objectives = spec.get("objectives");
        var all = objectives.items();
        if (all.size() != 1) {
            throw objectives.wrong("has " + all.size() + " entries; one is supported");
        }
        var objective = all.getFirst();
        for (var other : List.of("op", "value")) {
            if (objective.get(other).present()) {
                throw objective.get(other).wrong("belongs to a threshold metric, not to a ratio");
            }
        }
        var share = objective.get("target");
        var percent = objective.get("targetPercent");
        if (share.present() == percent.present()) {
            throw objective.wrong("needs either target or targetPercent");
        }
        return share.present()
                ? target(share, share.number())
                : target(percent, percent.number().movePointLeft(2));
    }

    private static Target target(Field place, BigDecimal share) {
        return place.reading(() -> {
            var budget = BigDecimal.ONE.subtract(share).movePointRight(9);
            long ppb = budget.setScale(0, RoundingMode.HALF_UP).longValueExact();
            Slo.requireBudget(share.toPlainString(), ppb);
            return new Target(place, share, ppb);
        });
    }

    private static Measure measure(Indicator indicator) {
        if (indicator.spec().get("thresholdMetric").present()) {
            throw indicator
                    .spec()
                    .get("thresholdMetric")
                    .wrong("threshold metrics are not supported yet; only ratio metrics are");
        }
        var ratio = indicator.ratio();
        if (ratio.get("raw").present() || ratio.get("rawType").present()) {
            throw ratio.get("raw")
                    .wrong(
                            "a ratio that somebody else computed has no counts to weigh; name good"
                                    + " or bad, and total");
        }
        var total = indicator.source("total").orElseThrow(() -> ratio.wrong("has no total"));
        if (ratio.get("good").present() == ratio.get("bad").present()) {
            throw ratio.wrong("needs either good or bad");
        }
        var role = ratio.get("good").present() ? "good" : "bad";
        var counted = indicator.source(role).orElseThrow();
        var name = sli(indicator, total);
        var other = sli(indicator, counted);
        if (!name.equals(other)) {
            throw ratio.wrong(
                    "'%s' counts '%s' but 'total' counts '%s'; both must name one indicator"
                            .formatted(role, other, name));
        }
        boolean good = role.equals("good");
        return new Measure(name, good, queries(counted, total, good));
    }

    private static Queries queries(
            Indicator.Source counted, Indicator.Source total, boolean goodCounted) {
        return Stream.of(counted, total).allMatch(one -> one.type().equals("prometheus"))
                ? new Queries(
                        counted.spec().get("query").text(),
                        total.spec().get("query").text(),
                        goodCounted)
                : Queries.NONE;
    }

    /// The name that samples carry.
    private static String sli(Indicator indicator, Indicator.Source source) {
        return switch (source.type()) {
            case "tocsin" -> source.spec().get("sli").text();
            case "prometheus" -> indicator.name().text();
            default ->
                    throw source.typePlace()
                            .wrong(
                                    "nothing feeds metric sources of type '%s'; those of type"
                                                    .formatted(source.type())
                                            + " tocsin and prometheus are fed");
        };
    }

    private static void requirePossible(
            BurnPolicy policy, Target target, Optional<Period> period, Problems problems) {
        for (var pair : policy.pairs()) {
            problems.in(() ->
                    target.place()
                            .reading(() -> {
                                Slo.requirePossible(
                                        pair,
                                        target.share().toPlainString(),
                                        target.budgetPpb(),
                                        period.orElseThrow());
                                return pair;
                            }));
        }
    }
}
