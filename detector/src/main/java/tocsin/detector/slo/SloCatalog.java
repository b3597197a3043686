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

    /// An indicator as one objective counts it.
    ///
    /// @param part number of the part of the objective that it is
    public record Counted(Slo slo, int part) {
        /// Whether it counts good events beside all, instead of bad ones.
        public boolean goodCounted() {
            return slo.parts().all().get(part).goodCounted();
        }
    }

    private final Map<Key, List<Counted>> byIndicator = new HashMap<>();
    private final Map<String, Slo> bySeries = new HashMap<>();
    private final List<String> problems;

    public SloCatalog(DefinitionSet set) {
        version = set.version();
        var read = SloReader.read(set);
        problems = read.findings().stream().map(Finding::toString).toList();
        for (var slo : read.slos()) {
            var parts = slo.parts().all();
            for (int part = 0; part < parts.size(); part++) {
                byIndicator.merge(
                        new Key(slo.service(), parts.get(part).sli()),
                        List.of(new Counted(slo, part)),
                        SloCatalog::joined);
            }
            bySeries.put(slo.series(), slo);
        }
    }

    private static List<Counted> joined(List<Counted> some, List<Counted> more) {
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
    public List<Counted> of(String service, String sli) {
        return byIndicator.getOrDefault(new Key(service, sli), List.of());
    }

    /// The SLO of a series of a service.
    public Optional<Slo> find(String service, String series) {
        int end = series.indexOf(Group.MARK);
        var whole = end < 0 ? series : series.substring(0, end);
        return Optional.ofNullable(bySeries.get(whole))
                .filter(slo -> slo.service().equals(service))
                .flatMap(slo ->
                        end < 0
                                ? Optional.of(slo).filter(one -> one.groupBy().none())
                                : Group.parse(slo.groupBy(), series.substring(end)).map(slo::of));
    }
}
