package tocsin.detector;

import org.jspecify.annotations.Nullable;

import tocsin.detector.absence.Listeners;
import tocsin.detector.rule.Rule;
import tocsin.detector.rule.RuleCatalog;
import tocsin.detector.rule.RuleSeries;
import tocsin.detector.slo.Group;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloCatalog;
import tocsin.detector.slo.SloSeries;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.schemas.MetricSample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The series of one partition under one set of definitions, so arranged that a sample or a tick
/// finds what it concerns at once.
final class Watched {
    /// Rules may be for all services, and there is no end to the names that samples may carry;
    /// those that definitions name find room besides.
    static final int MAX_RULE_SERIES = 10_000;

    private static final Indicator NOTHING = new Indicator(0, List.of(), List.of(), 0, null);

    private final DefinitionSet set;
    private final SloCatalog slos;
    private final RuleCatalog rules;
    private final SeriesStore<SloSeries> sloSeries;
    private final SeriesStore<RuleSeries> ruleSeries;
    private final Absence absence;
    private final Map<String, Map<String, Indicator>> indicators = new HashMap<>();

    // In order, so that a tick asks them in the same order whenever they came.
    private final Map<SeriesKey, Watcher.Objective> objectives = new TreeMap<>();
    private final Map<SeriesKey, Watcher.OfRule> thresholds = new TreeMap<>();

    /// By the name that all series of an objective begin with.
    private final Map<String, Groups> split = new HashMap<>();

    /// Services that definitions speak of.
    private final Set<String> named = new HashSet<>();

    private final List<SeriesStore.Entry<RuleSeries>> orphans = new ArrayList<>();
    private final List<SeriesStore.Entry<SloSeries>> abandoned = new ArrayList<>();

    /// Series of rules for services that no definition names.
    private int strangers;

    /// What samples of one indicator count for.
    ///
    /// @param owner of their ids
    /// @param split objectives that have a series for each group of samples
    /// @param unwatched rules that had no room for this service
    /// @param ear what hears whether it falls silent, where somebody wants to know
    record Indicator(
            long owner,
            List<Watcher> watchers,
            List<Split> split,
            int unwatched,
            Absence.@Nullable Ear ear) {
        boolean idle() {
            return watchers.isEmpty() && split.isEmpty();
        }

        /// Who counts this sample; their series are there afterwards.
        List<Watcher> watchers(MetricSample sample) {
            if (split.isEmpty()) {
                return watchers;
            }
            var labels = Samples.labels(sample);
            var all = new ArrayList<>(watchers);
            for (var one : split) {
                all.add(one.groups().of(labels).part(one.part()));
            }
            return all;
        }
    }

    /// @param part number of the part of the objective that the indicator is
    record Split(Groups groups, int part) {}

    Watched(
            DefinitionSet set,
            SeriesStore<SloSeries> sloSeries,
            SeriesStore<RuleSeries> ruleSeries,
            Absence absence) {
        this.set = set;
        this.sloSeries = sloSeries;
        this.ruleSeries = ruleSeries;
        this.absence = absence;
        slos = new SloCatalog(set);
        rules =
                new RuleCatalog(
                        set,
                        BuiltInRules.documents(),
                        (service, sli) -> !slos.of(service, sli).isEmpty());
        named.addAll(rules.names());
        slos.all().forEach(slo -> named.add(slo.service()));
        for (var known : List.copyOf(sloSeries.all())) {
            slos.find(known.key().service(), known.key().slo())
                    .ifPresentOrElse(slo -> restored(known.key(), slo), () -> abandoned.add(known));
        }
        for (var known : ruleSeries.all()) {
            rules.find(known.key().service(), known.key().slo())
                    .ifPresentOrElse(rule -> threshold(rule, known), () -> orphans.add(known));
        }
    }

    private void restored(SeriesKey key, Slo slo) {
        var objective = objective(slo);
        objectives.put(key, objective);
        if (!slo.groupBy().none()) {
            groups(slo).add(objective);
        }
    }

    private Groups groups(Slo slo) {
        return split.computeIfAbsent(
                slo.of(Group.NONE).series(), _ -> new Groups(slo, this::begin));
    }

    /// The first series of a group. It takes its room, whatever becomes of its first sample.
    private Watcher.Objective begin(Slo slo) {
        var objective = objective(slo);
        objectives.put(objective.series().key(), objective);
        sloSeries.changed(objective.series());
        return objective;
    }

    /// Series that no objective is watched for, though something was said of them.
    List<SeriesStore.Entry<SloSeries>> abandoned() {
        return abandoned.stream().filter(entry -> entry.series().state().told()).toList();
    }

    /// Version of the set.
    long version() {
        return set.version();
    }

    /// What could not be used, each with why.
    List<String> problems() {
        return Stream.concat(
                        slos.problems().stream(), rules.findings().stream().map(Object::toString))
                .toList();
    }

    /// The indicators that somebody listens to.
    Listeners listeners() {
        return new Listeners(set, slos);
    }

    /// All objectives that have a series.
    Iterable<Watcher.Objective> objectives() {
        return objectives.values();
    }

    /// All rules that have a series, once for each.
    Iterable<Watcher.OfRule> thresholds() {
        return thresholds.values();
    }

    /// Series of rules that are gone, or not for their service any more.
    List<SeriesStore.Entry<RuleSeries>> orphans() {
        return orphans;
    }

    /// What samples of this indicator count for; their series are there afterwards.
    Indicator indicator(String service, String sli) {
        var ofService = indicators.get(service);
        var known = ofService == null ? null : ofService.get(sli);
        return known == null ? find(service, sli) : known;
    }

    /// What nobody watches is not kept: there is no end to the names that samples may carry.
    private Indicator find(String service, String sli) {
        var counting = slos.of(service, sli);
        var judging = rules.of(service, sli);
        if (counting.isEmpty() && judging.isEmpty()) {
            return NOTHING;
        }
        var found = new ArrayList<Watcher>();
        var parted = new ArrayList<Split>();
        for (var one : counting) {
            var slo = one.slo();
            if (!slo.groupBy().none()) {
                parted.add(new Split(groups(slo), one.part()));
                continue;
            }
            var key = new SeriesKey(slo.service(), slo.series());
            found.add(objectives.computeIfAbsent(key, _ -> objective(slo)).part(one.part()));
        }
        int unwatched = 0;
        for (var rule : judging) {
            var key = new SeriesKey(service, rule.name());
            var known = thresholds.get(key);
            if (known != null) {
                found.add(known);
            } else if (named.contains(service) || strangers < MAX_RULE_SERIES) {
                found.add(threshold(rule, ruleSeries.series(key)));
            } else {
                unwatched++;
            }
        }
        var indicator =
                new Indicator(
                        SampleIds.owner(service, sli),
                        List.copyOf(found),
                        List.copyOf(parted),
                        unwatched,
                        absence.ear(service, sli));
        if (!indicator.idle()) {
            indicators.computeIfAbsent(service, _ -> new HashMap<>()).put(sli, indicator);
        }
        return indicator;
    }

    private Watcher.Objective objective(Slo slo) {
        return Watcher.Objective.of(
                slo, series(slo), slo.children().stream().map(this::series).toList());
    }

    private SeriesStore.Entry<SloSeries> series(Slo slo) {
        return sloSeries.series(new SeriesKey(slo.service(), slo.series()));
    }

    /// Forgets the rules' series that have been silent for longer than anything of them counts.
    ///
    /// @param watermark time before which no more samples are waited for
    void forget(long watermark) {
        var gone = new ArrayList<SeriesStore.Entry<RuleSeries>>();
        for (var threshold : thresholds.values()) {
            var series = threshold.series();
            if (series.series().forgettable(Optional.of(threshold.rule()), watermark)) {
                gone.add(series);
            }
        }
        for (var orphan : orphans) {
            if (orphan.series().forgettable(Optional.empty(), watermark)) {
                gone.add(orphan);
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        orphans.removeAll(gone);
        for (var series : gone) {
            ruleSeries.forget(series);
            if (thresholds.remove(series.key()) != null
                    && !named.contains(series.key().service())) {
                strangers--;
            }
        }
        indicators.clear();
    }

    /// The groups that have been silent until nothing that they counted matters any more.
    ///
    /// @param watermark time before which no more samples are waited for
    List<Watcher.Objective> silentGroups(long watermark) {
        return objectives.values().stream()
                .filter(one -> !one.slo().groupBy().none())
                .filter(one -> one.series().series().forgettable(one.slo(), watermark))
                .toList();
    }

    /// Makes room for another group.
    void forget(Watcher.Objective group) {
        objectives.remove(group.series().key());
        groups(group.slo()).remove(group.slo().group());
        group.children().forEach(sloSeries::forget);
        sloSeries.forget(group.series());
    }

    private Watcher.OfRule threshold(Rule rule, SeriesStore.Entry<RuleSeries> series) {
        series.reach(rule.longest());
        boolean goodCounted =
                slos.of(series.key().service(), rule.sli()).stream()
                                .anyMatch(SloCatalog.Counted::goodCounted)
                        || rules.goodCounted(rule.sli());
        var watcher = new Watcher.OfRule(rule, series, goodCounted);
        if (thresholds.put(series.key(), watcher) == null
                && !named.contains(series.key().service())) {
            strangers++;
        }
        return watcher;
    }
}
