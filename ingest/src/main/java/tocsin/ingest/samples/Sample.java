package tocsin.ingest.samples;

import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was measured for an indicator of a service in the interval that ends at `at`. An interval
/// without events is one too.
///
/// @param id the same for a retry; see [#derivedId]
/// @param labels which part of the service it is of; empty for all of it
public record Sample(
        String id,
        String service,
        String sli,
        Instant at,
        Duration length,
        Measured measured,
        Map<String, String> labels) {
    public Sample {
        labels = Map.copyOf(labels);
    }

    /// The identity of a sample that was sent without one: two of the same interval are the same,
    /// unless they come from different instances of the service, or are of different parts of it.
    ///
    /// @param instance empty where the sender names none
    public static String derivedId(
            String service,
            String sli,
            Instant at,
            Duration length,
            String instance,
            Map<String, String> labels) {
        var parts = new ArrayList<String>();
        parts.addAll(List.of(service, sli, at.toString(), Long.toString(length.toSeconds())));
        if (!instance.isEmpty() || !labels.isEmpty()) {
            parts.add(instance);
        }
        new TreeMap<>(labels)
                .forEach((name, value) -> {
                    parts.add(name);
                    parts.add(value);
                });
        return Ids.hex(parts.toArray(String[]::new));
    }
}
