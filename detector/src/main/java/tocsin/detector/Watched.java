package tocsin.detector;

import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloCatalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The series of one partition under one set of definitions, so arranged that a sample or a tick
/// finds what it concerns at once.
final class Watched {
    private static final Indicator NOTHING = new Indicator(0, List.of());

    private final SloCatalog catalog;
    private final SeriesStore series;
    private final Map<String, Map<String, Indicator>> indicators = new HashMap<>();
    private final Map<SeriesKey, Objective> objectives = new HashMap<>();

    /// One objective and its series.
    record Objective(Slo slo, SeriesStore.Entry series) {}

    /// What samples of one indicator count for.
    ///
    /// @param owner of their ids
    record Indicator(long owner, List<Objective> objectives) {}

    Watched(SloCatalog catalog, SeriesStore series) {
        this.catalog = catalog;
        this.series = series;
        for (var known : series.all()) {
            catalog.find(known.key().service(), known.key().slo())
                    .ifPresent(slo -> objectives.put(known.key(), new Objective(slo, known)));
        }
    }

    SloCatalog catalog() {
        return catalog;
    }

    /// All objectives that have a series.
    Iterable<Objective> objectives() {
        return objectives.values();
    }

    /// What samples of this indicator count for; their series are there afterwards.
    Indicator indicator(String service, String sli) {
        var ofService = indicators.get(service);
        var known = ofService == null ? null : ofService.get(sli);
        return known == null ? find(service, sli) : known;
    }

    /// What nobody watches is not kept: there is no end to the names that samples may carry.
    private Indicator find(String service, String sli) {
        var slos = catalog.of(service, sli);
        if (slos.isEmpty()) {
            return NOTHING;
        }
        var found = new ArrayList<Objective>();
        for (var slo : slos) {
            found.add(
                    objectives.computeIfAbsent(
                            new SeriesKey(slo.service(), slo.name()),
                            key -> new Objective(slo, series.series(key))));
        }
        var indicator = new Indicator(SampleIds.owner(service, sli), List.copyOf(found));
        indicators.computeIfAbsent(service, _ -> new HashMap<>()).put(sli, indicator);
        return indicator;
    }
}
