package tocsin.detector.slo;

import tocsin.detector.slo.Parts.Operator;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Indicator;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the objectives of a composite: an SLO whose objectives have indicators of their own.
final class CompositeReader {
    /// Says how the children are put together.
    static final String OPERATOR = "tocsin.dev/composite";

    private static final Map<String, Operator> USUAL =
            Map.of(
                    "Occurrences", Operator.SUM,
                    "Timeslices", Operator.ANY_BAD,
                    "RatioTimeslices", Operator.WEIGHTED);
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000);

    private final Field spec;
    private final Field operatorPlace;
    private final DefinitionSet set;
    private final List<Field> objectives;

    private CompositeReader(Document slo, DefinitionSet set) {
        spec = Field.of(slo).get("spec");
        operatorPlace = Field.of(slo).get("metadata").get("annotations").get(OPERATOR);
        this.set = set;
        objectives = spec.get("objectives").items();
    }

    /// The objectives' own indicators, if that is where they stand.
    static boolean isComposite(Document slo) {
        return Indicator.perObjective(slo)
                || slo.spec()
                        .path("objectives")
                        .valueStream()
                        .anyMatch(one -> one.has("compositeWeight"));
    }

    /// What the composite counts.
    ///
    /// @param budgeting as its first objective has it
    static Parts read(Document slo, DefinitionSet set, Budgeting budgeting) {
        return new CompositeReader(slo, set).parts(budgeting);
    }

    private Parts parts(Budgeting budgeting) {
        for (var above : List.of("indicator", "indicatorRef")) {
            if (spec.get(above).present()) {
                throw spec.get(above)
                        .wrong("stands beside the indicators of objectives; one of them decides");
            }
        }
        if (objectives.size() < 2 || objectives.size() > Parts.MOST) {
            throw spec.get("objectives")
                    .wrong(
                            "has %d entries; a composite has 2 to %d, and a single indicator"
                                            .formatted(objectives.size(), Parts.MOST)
                                    + " stands in spec");
        }
        var operator = operator();
        sameTarget();
        same("timeSliceWindow");
        if (operator != Operator.ANY_BAD) {
            same("timeSliceTarget");
        }
        var weights = weights(operator);
        var parts = new ArrayList<Part>();
        var seen = new HashMap<String, Integer>();
        for (int i = 0; i < objectives.size(); i++) {
            var indicator = Indicator.at(objectives.get(i), set);
            var own = own(budgeting, operator, objectives.get(i));
            var part =
                    PartReader.read(
                            indicator, objectives.get(i), spec.get("service"), weights[i], own);
            var before = seen.put(part.sli(), i);
            if (before != null) {
                throw objectives
                        .get(i)
                        .wrong(
                                "counts '%s', as objectives[%d] does; each indicator counts once"
                                        .formatted(part.sli(), before));
            }
            parts.add(part);
        }
        return new Parts(operator, parts);
    }

    private Operator operator() {
        var method = spec.get("budgetingMethod").text();
        if (!operatorPlace.present()) {
            return USUAL.getOrDefault(method, Operator.SUM);
        }
        var words = Arrays.stream(Operator.values()).map(Operator::word).toList();
        var operator = Operator.of(operatorPlace.oneOf(words));
        if (operator == Operator.ANY_BAD && !method.equals("Timeslices")) {
            throw operatorPlace.wrong(
                    "judges time slices; say budgetingMethod: Timeslices, or take sum");
        }
        if (operator == Operator.WEIGHTED && method.equals("Occurrences")) {
            throw operatorPlace.wrong(
                    "is a mean over time slices; say budgetingMethod: RatioTimeslices, or take sum,"
                            + " which counts each event by compositeWeight");
        }
        return operator;
    }

    /// A composite has one budget, whichever child spends it.
    private void sameTarget() {
        long first = Target.of(objectives.getFirst()).budgetPpb();
        for (var objective : objectives) {
            if (Target.of(objective).budgetPpb() != first) {
                throw another("target", objective);
            }
        }
    }

    private static UnusableDefinitionException another(String key, Field objective) {
        return objective.wrong(
                "has another %s than objectives[0]; a composite has one for all".formatted(key));
    }

    private void same(String key) {
        var first = objectives.getFirst().get(key);
        for (var objective : objectives) {
            if (!objective.get(key).sameAs(first)) {
                throw another(key, objective);
            }
        }
    }

    /// Whole numbers that compare as the weights do, without a common divisor.
    private int[] weights(Operator operator) {
        var weights = objectives.stream().mapToInt(CompositeReader::weight).toArray();
        if (operator == Operator.ANY_BAD && Arrays.stream(weights).distinct().count() > 1) {
            throw objectives.getFirst().wrong("any-bad weighs nothing; leave compositeWeight out");
        }
        int divisor = Arrays.stream(weights).reduce(0, CompositeReader::divisor);
        return Arrays.stream(weights).map(weight -> weight / divisor).toArray();
    }

    private static int weight(Field objective) {
        var weight = objective.get("compositeWeight");
        if (!weight.present()) {
            return 1_000;
        }
        var number = weight.number();
        if (number.signum() <= 0 || number.compareTo(MOST) > 0) {
            throw weight.wrong("must be above 0, and at most 1000; leave out who does not count");
        }
        try {
            return number.movePointRight(3).intValueExact();
        } catch (ArithmeticException _) {
            throw weight.wrong("has more than three decimals");
        }
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    /// What a child alone counts.
    private static Budgeting own(Budgeting budgeting, Operator operator, Field objective) {
        return switch (budgeting) {
            case Budgeting.Occurrences _ -> Budgeting.OCCURRENCES;
            case Budgeting.Slices slices ->
                    operator == Operator.ANY_BAD
                            ? slices.with(BudgetingReader.sliceTarget(objective))
                            : slices;
        };
    }
}
