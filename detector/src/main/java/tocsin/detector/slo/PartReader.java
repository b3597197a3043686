package tocsin.detector.slo;

import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Indicator;

import java.util.stream.Stream;

/// Reads what an indicator counts.
final class PartReader {
    private final Indicator indicator;
    private final Field service;

    private PartReader(Indicator indicator, Field service) {
        this.indicator = indicator;
        this.service = service;
    }

    /// @param service whose indicator it is
    /// @param budgeting what is counted of it
    static Part read(Indicator indicator, Field service, int weight, Budgeting budgeting) {
        return new PartReader(indicator, service).read(weight, budgeting);
    }

    private Part read(int weight, Budgeting budgeting) {
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
        var name = sli(total);
        var other = sli(counted);
        if (!name.equals(other)) {
            throw ratio.wrong(
                    "'%s' counts '%s' but 'total' counts '%s'; both must name one indicator"
                            .formatted(role, other, name));
        }
        boolean good = role.equals("good");
        return new Part(name, good, queries(counted, total, good), weight, budgeting);
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
