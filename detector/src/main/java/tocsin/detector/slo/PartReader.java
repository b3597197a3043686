package tocsin.detector.slo;

import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Indicator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what an indicator counts.
final class PartReader {
    private static final List<String> OPERATORS = List.of("lte", "gte", "lt", "gt");

    private final Indicator indicator;
    private final Field objective;
    private final Field service;

    private PartReader(Indicator indicator, Field objective, Field service) {
        this.indicator = indicator;
        this.objective = objective;
        this.service = service;
    }

    /// @param objective the entry of `objectives` that it belongs to
    /// @param service whose indicator it is
    /// @param budgeting what is counted of it
    static Part read(
            Indicator indicator, Field objective, Field service, int weight, Budgeting budgeting) {
        var reader = new PartReader(indicator, objective, service);
        return indicator
                .threshold()
                .map(source -> reader.measured(source, weight, budgeting))
                .orElseGet(() -> reader.counted(weight, budgeting));
    }

    private Part measured(Indicator.Source source, int weight, Budgeting budgeting) {
        if (source.type().equals("prometheus")) {
            throw source.typePlace()
                    .wrong(
                            "values of Prometheus are not taken yet; count good and all events, or"
                                    + " send the values as samples");
        }
        var name = sli(source);
        var operator = objective.get("op").oneOf(OPERATORS);
        var threshold =
                new Threshold(
                        Threshold.Operator.valueOf(operator.toUpperCase(Locale.ROOT)),
                        objective.get("value").number());
        return new Part(name, false, Queries.NONE, weight, budgeting, Optional.of(threshold));
    }

    private Part counted(int weight, Budgeting budgeting) {
        for (var other : List.of("op", "value")) {
            if (objective.get(other).present()) {
                throw objective.get(other).wrong("belongs to a threshold metric, not to a ratio");
            }
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
        var name = sli(total);
        var other = sli(counted);
        if (!name.equals(other)) {
            throw ratio.wrong(
                    "'%s' counts '%s' but 'total' counts '%s'; both must name one indicator"
                            .formatted(role, other, name));
        }
        boolean good = role.equals("good");
        var queries = queries(counted, total, good);
        return new Part(name, good, queries, weight, budgeting, Optional.empty());
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
    private String sli(Indicator.Source source) {
        return switch (source.type()) {
            case "tocsin" -> ownSli(source.spec());
            case "prometheus" -> indicator.name().text();
            default ->
                    throw source.typePlace()
                            .wrong(
                                    "nothing feeds metric sources of type '%s'; those of type"
                                                    .formatted(source.type())
                                            + " tocsin and prometheus are fed");
        };
    }

    private String ownSli(Field spec) {
        var named = spec.get("service");
        if (named.present() && !named.text().equals(service.text())) {
            throw named.wrong(
                    ("is '%s', but the SLO is of '%s'; samples of another service are judged"
                                    + " elsewhere, so give that service an SLO of its own")
                            .formatted(named.text(), service.text()));
        }
        return spec.get("sli").text();
    }
}
