package tocsin.responder.maintenance;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Planned work on a service, as somebody has told of it.
///
/// @param change its identity, the same whatever is told of it
/// @param to when it is to be over; null: nobody knows
/// @param over whether it has ended, or will not begin
/// @param author who does it
/// @param reason for people
public record Work(
        String change,
        Instant from,
        @Nullable Instant to,
        boolean over,
        String author,
        String reason) {}
