package tocsin.ingest.samples;

import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.time.Instant;

/// What was measured for an indicator of a service in the interval that ends at `at`. An interval
/// without events is one too.
///
/// @param id the same for a retry; see [#derivedId]
public record Sample(
        String id, String service, String sli, Instant at, Duration length, Measured measured) {

    /// The identity of a sample that was sent without one: two of the same interval are the same,
    /// unless they come from different instances of the service.
    ///
    /// @param instance empty where the sender names none
    public static String derivedId(
            String service, String sli, Instant at, Duration length, String instance) {
        var seconds = Long.toString(length.toSeconds());
        return instance.isEmpty()
                ? Ids.hex(service, sli, at.toString(), seconds)
                : Ids.hex(service, sli, at.toString(), seconds, instance);
    }
}
