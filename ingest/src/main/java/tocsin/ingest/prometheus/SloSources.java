package tocsin.ingest.prometheus;

import tocsin.ingest.input.ServiceName;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Indicator;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the Prometheus sources of one OpenSLO document: `good` or `bad`, and `total`, of its ratio
/// metrics. Sources of other types are none of our business. Either all of a document's selectors
/// are used or none: half an indicator would lie.
final class SloSources {
    private SloSources() {}

    /// The document's selectors.
    ///
    /// @throws UnusableDefinitionException when one cannot be used, with its place in the document
    static List<SliSelector> of(Document slo, DefinitionSet set) {
        var selectors = new ArrayList<SliSelector>();
        if (measures(slo)) {
            Indicator.all(slo, set).forEach(one -> selectors.addAll(of(slo, one)));
        }
        return selectors;
    }

    private static List<SliSelector> of(Document slo, Indicator indicator) {
        var selectors = new ArrayList<SliSelector>();
        for (var role : Role.values()) {
            indicator
                    .source(field(role))
                    .filter(source -> source.type().equals("prometheus"))
                    .ifPresent(source -> {
                        var service = name(Field.of(slo).get("spec").get("service"));
                        var query = source.spec().get("query");
                        selectors.add(
                                new SliSelector(
                                        new Owner.Named(service),
                                        name(indicator.name()),
                                        new Feed.Counter(role),
                                        selector(query)));
                    });
        }
        requireCounters(indicator.ratio().get("counter"), selectors);
        return selectors;
    }

    /// One without an indicator is the detector's to judge.
    private static boolean measures(Document slo) {
        return slo.spec().has("indicator")
                || slo.spec().has("indicatorRef")
                || Indicator.perObjective(slo);
    }

    /// What a document calls a role.
    static String field(Role role) {
        return switch (role) {
            case TOTAL -> "total";
            case GOOD -> "good";
            case BAD -> "bad";
        };
    }

    private static void requireCounters(Field counter, List<SliSelector> selectors) {
        if (!selectors.isEmpty() && counter.present() && !counter.flag()) {
            throw counter.wrong("is false; only counters can be taken from Prometheus");
        }
    }

    static String name(Field field) {
        var name = field.text();
        Optional<String> problem = ServiceName.problem(name);
        if (problem.isPresent()) {
            throw field.wrong("%s; it needs %s".formatted(problem.get(), ServiceName.RULE));
        }
        return name;
    }

    static Selector selector(Field query) {
        var text = query.text();
        return query.reading(() -> Selector.parse(text));
    }
}
