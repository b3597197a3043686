package tocsin.detector.absence;

import tocsin.detector.slo.Part;
import tocsin.detector.slo.SloCatalog;
import tocsin.runtime.definitions.DefinitionSet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The indicators that are listened to under one set of definitions: those that an SLO counts.
public final class Listeners {
    /// Nobody listens.
    public static final Listeners NONE =
            new Listeners(DefinitionSet.EMPTY, new SloCatalog(DefinitionSet.EMPTY));

    private final long version;
    private final Map<String, Map<String, Watch>> watches = new HashMap<>();
    private final Map<String, Set<String>> measured = new HashMap<>();

    /// @param slos of the set
    public Listeners(DefinitionSet set, SloCatalog slos) {
        version = set.version();
        for (var slo : slos.all()) {
            AbsenceReader.of(slo, set)
                    .ifPresent(watch ->
                            slo.parts().all().forEach(part -> listen(slo.service(), part, watch)));
        }
    }

    private void listen(String service, Part part, Watch watch) {
        watches.computeIfAbsent(service, _ -> new HashMap<>()).merge(part.sli(), watch, Watch::and);
        if (part.threshold().isPresent()) {
            measured.computeIfAbsent(service, _ -> new HashSet<>()).add(part.sli());
        }
    }

    /// Whether an SLO compares values of this indicator.
    public boolean measured(String service, String sli) {
        return measured.getOrDefault(service, Set.of()).contains(sli);
    }

    /// Version of the set.
    public long version() {
        return version;
    }

    /// Tells `each` of everything that is listened to.
    public void forEach(Each each) {
        watches.forEach((service, slis) ->
                slis.forEach((sli, watch) -> each.listened(service, sli, watch)));
    }

    /// Told of one indicator, and how it is listened to.
    @FunctionalInterface
    public interface Each {
        void listened(String service, String sli, Watch watch);
    }
}
