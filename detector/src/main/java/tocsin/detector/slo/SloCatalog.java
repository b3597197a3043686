package tocsin.detector.slo;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Finding;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The SLOs of one set of definitions, found by what samples carry.
public final class SloCatalog {
    private record Key(String service, String sli) {}

    private final long version;
    private final Map<Key, List<Slo>> byIndicator = new HashMap<>();
    private final Map<String, Slo> bySeries = new HashMap<>();
    private final List<String> problems;

    public SloCatalog(DefinitionSet set) {
        version = set.version();
        var read = SloReader.read(set);
        problems = read.findings().stream().map(Finding::toString).toList();
        for (var slo : read.slos()) {
            byIndicator.merge(new Key(slo.service(), slo.sli()), List.of(slo), SloCatalog::joined);
            bySeries.put(slo.series(), slo);
        }
    }

    private static List<Slo> joined(List<Slo> some, List<Slo> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /// Version of the set.
    public long version() {
        return version;
    }

    /// SLOs that could not be used, each with why.
    public List<String> problems() {
        return problems;
    }

    /// Every SLO that is watched.
    public Collection<Slo> all() {
        return bySeries.values();
    }

    /// The SLOs that samples of this indicator count for.
    public List<Slo> of(String service, String sli) {
        return byIndicator.getOrDefault(new Key(service, sli), List.of());
    }

    /// The SLO of a series of a service.
    public Optional<Slo> find(String service, String series) {
        return Optional.ofNullable(bySeries.get(series))
                .filter(slo -> slo.service().equals(service));
    }
}
