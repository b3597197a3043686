package tocsin.detector.absence;

import tocsin.detector.slo.SloCatalog;
import tocsin.runtime.definitions.DefinitionSet;

import java.util.HashMap;
import java.util.Map;

/// The indicators that are listened to under one set of definitions: those that an SLO counts.
public final class Listeners {
    /// Nobody listens.
    public static final Listeners NONE =
            new Listeners(DefinitionSet.EMPTY, new SloCatalog(DefinitionSet.EMPTY));

    private final long version;
    private final Map<String, Map<String, Watch>> watches = new HashMap<>();

    /// @param slos of the set
    public Listeners(DefinitionSet set, SloCatalog slos) {
        version = set.version();
        for (var slo : slos.all()) {
            AbsenceReader.of(slo, set)
                    .ifPresent(watch ->
                            slo.parts()
                                    .all()
                                    .forEach(part -> listen(slo.service(), part.sli(), watch)));
        }
    }

    private void listen(String service, String sli, Watch watch) {
        watches.computeIfAbsent(service, _ -> new HashMap<>()).merge(sli, watch, Watch::and);
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
