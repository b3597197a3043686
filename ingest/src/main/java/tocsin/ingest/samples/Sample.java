package tocsin.ingest.samples;

import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.time.Instant;

/// How many events an indicator of a service counted in the interval that ends at `at`, and how
/// many were good. An interval without events is one too.
///
/// @param id the same for a retry; see [#derivedId]
public record Sample(
        String id, String service, String sli, Instant at, Duration length, long good, long total) {

    /// The identity of a sample that was sent without one: two of the same interval are the same.
    public static String derivedId(String service, String sli, Instant at, Duration length) {
        return Ids.hex(service, sli, at.toString(), Long.toString(length.toSeconds()));
    }
}
