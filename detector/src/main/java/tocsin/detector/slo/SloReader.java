package tocsin.detector.slo;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.GroupBy;
import tocsin.runtime.definitions.Indicator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads SLOs from OpenSLO v1 documents. What cannot be used, or not yet, is reported with what,
/// where and why; the others go on.
public final class SloReader {
    /// What a set of definitions holds for the detector.
    public record Result(List<Slo> slos, List<Finding> findings) {}

    /// What burn factors refer to where periods have several lengths: those of the workbook are of
    /// thirty days.
    private static final Duration USUAL = Duration.ofDays(30);

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
        var target = problems.of(() -> target(document));
        var period = problems.of(() -> PeriodReader.read(spec.get("timeWindow")));
        var parts =
                service.flatMap(_ -> budgeting)
                        .flatMap(counted -> problems.of(() -> parts(document, counted)));
        var groupBy = problems.of(() -> GroupBy.of(document));
        var rates = new Problems(findings);
        var policy = period.flatMap(time -> new PolicyReader(set, rates).of(document, usual(time)));
        policy.ifPresent(pairs -> {
            possible(pairs, target, budgeting, period, spec.get("timeWindow"), problems);
            requireSlices(pairs, budgeting, spec, problems);
        });
        if (problems.none() && rates.none()) {
            var counted = parts.orElseThrow();
            var by = weighed(budgeting.orElseThrow(), counted);
            slos.add(
                    new Slo(
                                    document.name(),
                                    service.orElseThrow(),
                                    counted,
                                    target.orElseThrow().text(),
                                    target.orElseThrow().budgetPpb(),
                                    by,
                                    period.orElseThrow(),
                                    guarded(policy.orElseThrow(), by))
                            .by(groupBy.orElseThrow()));
        }
    }

    private Parts parts(Document document, Budgeting budgeting) {
        if (CompositeReader.isComposite(document)) {
            return CompositeReader.read(document, set, budgeting);
        }
        var operator =
                Field.of(document).get("metadata").get("annotations").get(CompositeReader.OPERATOR);
        if (operator.present()) {
            throw operator.wrong("belongs to objectives with indicators of their own");
        }
        var spec = Field.of(document).get("spec");
        var objective = spec.get("objectives").items().getFirst();
        var indicator = Indicator.of(document, set);
        var part = PartReader.read(indicator, objective, spec.get("service"), 1, budgeting);
        return new Parts(Parts.Operator.SUM, List.of(part));
    }

    /// An event of the heaviest child counts as one.
    private static Budgeting weighed(Budgeting budgeting, Parts parts) {
        return budgeting instanceof Budgeting.Occurrences
                ? new Budgeting.Occurrences(parts.heaviest())
                : budgeting;
    }

    /// Guards count events; a slice is no accident of one.
    private static BurnPolicy guarded(BurnPolicy policy, Budgeting budgeting) {
        return budgeting instanceof Budgeting.Slices ? policy.with(Guard.NONE) : policy;
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

    /// All objectives of a composite have the same.
    private static Target target(Document document) {
        var objectives = Field.of(document).get("spec").get("objectives");
        var all = objectives.items();
        if (all.isEmpty() || (all.size() > 1 && !CompositeReader.isComposite(document))) {
            throw objectives.wrong(
                    "has %d entries; one is supported, unless each has an indicator of its own"
                            .formatted(all.size()));
        }
        return Target.of(all.getFirst());
    }

    private static void possible(
            BurnPolicy policy,
            Optional<Target> target,
            Optional<Budgeting> budgeting,
            Optional<Period> period,
            Field window,
            Problems problems) {
        for (var runway : policy.runways()) {
            budgeting.ifPresent(slices ->
                    period.ifPresent(time ->
                            problems.in(() ->
                                    window.reading(() -> {
                                        Slo.requireReadable(runway, slices, time);
                                        return runway;
                                    }))));
        }
        for (var pair : policy.pairs()) {
            target.ifPresent(goal ->
                    period.ifPresent(time -> problems.in(() -> goal.requirePossible(pair, time))));
        }
    }
}
