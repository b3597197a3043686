package tocsin.detector.absence;

import tocsin.detector.slo.SloCatalog;
import tocsin.runtime.definitions.DefinitionSet;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The indicators that are listened to under one set of definitions: those that an SLO counts.
public final class Listeners {
    private final long version;
    private final Map<String, Map<String, Watch>> watches = new HashMap<>();

    public Listeners(DefinitionSet set) {
        version = set.version();
        for (var slo : new SloCatalog(set).all()) {
            AbsenceReader.of(slo, set)
                    .ifPresent(watch ->
                            watches.computeIfAbsent(slo.service(), _ -> new HashMap<>())
                                    .merge(slo.sli(), watch, Watch::and));
        }
    }

    /// Version of the set.
    public long version() {
        return version;
    }

    /// Whether anything of the service is listened to.
    public boolean know(String service) {
        return watches.containsKey(service);
    }

    /// How an indicator is listened to; nothing when it is not.
    public Optional<Watch> of(String service, String sli) {
        var ofService = watches.get(service);
        return ofService == null ? Optional.empty() : Optional.ofNullable(ofService.get(sli));
    }
}
