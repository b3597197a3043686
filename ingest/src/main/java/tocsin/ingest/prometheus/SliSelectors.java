package tocsin.ingest.prometheus;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The selectors of all SLO documents of one set, found by metric.
public final class SliSelectors {
    /// A selector that cannot be used.
    ///
    /// @param slo name of the document
    /// @param reason why, with the place in the document
    public record Unusable(String slo, String reason) {}

    private final Map<String, List<SliSelector>> byMetric = new HashMap<>();
    private final List<SliSelector> ofAnyMetric = new ArrayList<>();
    private final List<Unusable> unusable = new ArrayList<>();
    private final long version;

    private SliSelectors(long version) {
        this.version = version;
    }

    /// Reads what `set` selects. What cannot be used is reported and keeps nothing else out.
    public static SliSelectors of(DefinitionSet set) {
        var selectors = new SliSelectors(set.version());
        var found = new ArrayList<SliSelector>();
        for (var document : set.ofKind("SLO")) {
            found.addAll(selectors.of(document, set));
        }
        var labels = labels(found);
        found.forEach(
                one -> selectors.add(one.with(labels.getOrDefault(indicator(one), List.of()))));
        return selectors;
    }

    /// What somebody splits each indicator by: a reading carries it for all who count it.
    private static Map<List<String>, List<String>> labels(List<SliSelector> selectors) {
        var labels = new HashMap<List<String>, List<String>>();
        for (var one : selectors) {
            labels.merge(
                    indicator(one),
                    one.labels(),
                    (some, more) ->
                            Stream.concat(some.stream(), more.stream())
                                    .distinct()
                                    .sorted()
                                    .toList());
        }
        return labels;
    }

    private static List<String> indicator(SliSelector selector) {
        return List.of(selector.service(), selector.sli());
    }

    /// Version of the set.
    public long version() {
        return version;
    }

    /// What cannot be used, in the order of documents.
    public List<Unusable> unusable() {
        return List.copyOf(unusable);
    }

    /// Whether any selector could match a series of this metric.
    boolean mayMatch(Labels labels) {
        return !ofAnyMetric.isEmpty() || byMetric.containsKey(labels.metric());
    }

    /// Who counts the series, each once however many SLOs say so.
    Set<SliSelector> matching(Labels labels) {
        var found = new LinkedHashSet<SliSelector>();
        collect(byMetric.getOrDefault(labels.metric(), List.of()), labels, found);
        collect(ofAnyMetric, labels, found);
        return found;
    }

    private static void collect(
            List<SliSelector> candidates, Labels labels, Set<SliSelector> found) {
        for (var candidate : candidates) {
            if (candidate.selector().matches(labels)) {
                found.add(candidate);
            }
        }
    }

    private List<SliSelector> of(Document slo, DefinitionSet set) {
        try {
            return SloSources.of(slo, set);
        } catch (UnusableDefinitionException e) {
            unusable.add(new Unusable(slo.name(), String.valueOf(e.getMessage())));
            return List.of();
        }
    }

    private void add(SliSelector selector) {
        selector.selector()
                .metric()
                .map(metric -> byMetric.computeIfAbsent(metric, _ -> new ArrayList<>()))
                .orElse(ofAnyMetric)
                .add(selector);
    }
}
