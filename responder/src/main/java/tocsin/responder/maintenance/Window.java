package tocsin.responder.maintenance;

import java.time.Instant;

/// What follows from planned work for the pages of its service.
public sealed interface Window {
    /// Of the window; the same for all that is told of one work.
    String id();

    /// Pages are kept back from then to then. It replaces what had the same id, from then on.
    record Set(String id, Instant from, Instant to, String author, String reason)
            implements Window {}

    /// They are not, from then on.
    record Removed(String id, Instant from, String author) implements Window {}
}
