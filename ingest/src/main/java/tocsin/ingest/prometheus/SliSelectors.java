package tocsin.ingest.prometheus;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.GroupBy;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The selectors of all SLOs and rules of one set, found by metric.
public final class SliSelectors {
    /// A selector that cannot be used.
    ///
    /// @param document kind and name
    /// @param reason why, with the place in the document
    public record Unusable(String document, String reason) {}

    private final Map<String, List<SliSelector>> byMetric = new HashMap<>();
    private final List<SliSelector> ofAnyMetric = new ArrayList<>();
    private final Map<Indicator, Set<String>> split = new HashMap<>();
    private final List<Unusable> unusable = new ArrayList<>();
    private final long version;

    private record Indicator(String service, String sli) {}

    private SliSelectors(long version) {
        this.version = version;
    }

    /// Reads what `set` selects. What cannot be used is reported and keeps nothing else out.
    public static SliSelectors of(DefinitionSet set) {
        var selectors = new SliSelectors(set.version());
        for (var slo : set.ofKind("SLO")) {
            selectors.add(slo, () -> selectors.splitting(slo, SloSources.of(slo, set)));
        }
        for (var rule : set.ofKind("Rule")) {
            selectors.add(rule, () -> RuleSources.of(rule));
        }
        return selectors;
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

    /// Who is fed with the series, each once however many documents say so.
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

    /// By what somebody splits an indicator: its samples carry these labels, for all who count it.
    Set<String> split(String service, String sli) {
        return split.getOrDefault(new Indicator(service, sli), Set.of());
    }

    private List<SliSelector> splitting(Document slo, List<SliSelector> selectors) {
        var labels = GroupBy.of(slo).labels();
        for (var selector : selectors) {
            if (selector.owner() instanceof Owner.Named(var service) && !labels.isEmpty()) {
                split.computeIfAbsent(new Indicator(service, selector.sli()), _ -> new TreeSet<>())
                        .addAll(labels);
            }
        }
        return selectors;
    }

    private void add(Document document, Supplier<List<SliSelector>> sources) {
        try {
            sources.get().forEach(this::add);
        } catch (UnusableDefinitionException e) {
            unusable.add(new Unusable(document.key(), String.valueOf(e.getMessage())));
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
