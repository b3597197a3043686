package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What an incident waits for beside its pages and causes. Null: not waited for.
///
/// @param respondBy somebody should have acknowledged by then
/// @param sev1At a SEV-2 becomes SEV-1
/// @param updateBy people should hear something by then
/// @param lapsesAt the acknowledgement lapses, or the snooze ends
/// @param lowerAt severity falls to what its causes still call for
/// @param resolveAt a flapping incident is believed to be over
public record Deadlines(
        @Nullable Instant respondBy,
        @Nullable Instant sev1At,
        @Nullable Instant updateBy,
        @Nullable Instant lapsesAt,
        @Nullable Instant lowerAt,
        @Nullable Instant resolveAt) {

    static final Deadlines NONE = new Deadlines(null, null, null, null, null, null);

    Deadlines respondBy(@Nullable Instant at) {
        return new Deadlines(at, sev1At, updateBy, lapsesAt, lowerAt, resolveAt);
    }

    Deadlines sev1At(@Nullable Instant at) {
        return new Deadlines(respondBy, at, updateBy, lapsesAt, lowerAt, resolveAt);
    }

    Deadlines updateBy(@Nullable Instant at) {
        return new Deadlines(respondBy, sev1At, at, lapsesAt, lowerAt, resolveAt);
    }

    Deadlines lapsesAt(@Nullable Instant at) {
        return new Deadlines(respondBy, sev1At, updateBy, at, lowerAt, resolveAt);
    }

    Deadlines lowerAt(@Nullable Instant at) {
        return new Deadlines(respondBy, sev1At, updateBy, lapsesAt, at, resolveAt);
    }

    Deadlines resolveAt(@Nullable Instant at) {
        return new Deadlines(respondBy, sev1At, updateBy, lapsesAt, lowerAt, at);
    }
}
