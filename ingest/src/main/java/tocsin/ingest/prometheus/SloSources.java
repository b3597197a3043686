package tocsin.ingest.prometheus;

import tocsin.ingest.input.ServiceName;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the Prometheus sources of one OpenSLO document: `good` or `bad`, and `total`, of its ratio
/// metric. Sources of other types are none of our business. Either all of a document's selectors
/// are used or none: half an indicator would lie.
final class SloSources {
    private static final String RATIO = "spec.indicator.spec.ratioMetric";

    private SloSources() {}

    /// The document's selectors.
    ///
    /// @throws IllegalArgumentException when one cannot be used, with its place in the document
    static List<SliSelector> of(Document slo) {
        var indicator = slo.spec().path("indicator");
        var ratio = indicator.path("spec").path("ratioMetric");
        var selectors = new ArrayList<SliSelector>();
        for (var role : Role.values()) {
            var field = field(role);
            var source = ratio.path(field).path("metricSource");
            if (!source.path("type").asString("").equalsIgnoreCase("prometheus")) {
                continue;
            }
            var service = name("spec.service", slo.spec().path("service"));
            var sli = name("spec.indicator.metadata.name", indicator.path("metadata").path("name"));
            selectors.add(new SliSelector(service, sli, role, selector(field, source)));
        }
        requireCounters(ratio, selectors);
        return selectors;
    }

    private static String field(Role role) {
        return switch (role) {
            case TOTAL -> "total";
            case GOOD -> "good";
            case BAD -> "bad";
        };
    }

    private static void requireCounters(JsonNode ratio, List<SliSelector> selectors) {
        if (!selectors.isEmpty() && !ratio.path("counter").asBoolean(true)) {
            throw new IllegalArgumentException(
                    RATIO + ".counter is false; only counters can be taken from Prometheus");
        }
    }

    private static String name(String field, JsonNode node) {
        var name = node.stringValueOpt().orElse("");
        Optional<String> problem = ServiceName.problem(name);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(
                    "%s %s; it needs %s".formatted(field, problem.get(), ServiceName.RULE));
        }
        return name;
    }

    private static Selector selector(String field, JsonNode source) {
        var query = source.path("spec").path("query").stringValueOpt().orElse("");
        try {
            return Selector.parse(query);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s.%s.metricSource.spec.query: %s".formatted(RATIO, field, e.getMessage()), e);
        }
    }
}
