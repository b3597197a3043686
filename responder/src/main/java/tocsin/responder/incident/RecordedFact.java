package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A fact as it stands on the log.
///
/// @param sequence its number among the facts of the service
/// @param decidedAt the time the rules were told
/// @param definitions version of the set of definitions that was in effect
public record RecordedFact(
        String service,
        long sequence,
        Instant decidedAt,
        long definitions,
        Origin origin,
        Fact fact) {

    /// What led to it: a record (topic, partition, offset) or a timer.
    ///
    /// @param timer empty for a record
    public record Origin(
            String topic, int partition, long offset, String timer, @Nullable Instant due) {}
}
