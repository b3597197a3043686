package tocsin.ingest.changes;

import tocsin.schemas.identity.Ids;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One state of a change to a service.
///
/// @param source the protocol it came by, with the sender's own name behind a slash
/// @param change its identity within the source, the same in all its states
/// @param links name to URL
public record Change(
        String service,
        String source,
        String change,
        State state,
        Instant at,
        String actor,
        String summary,
        Map<String, String> links,
        Detail detail) {

    /// How far it is.
    public enum State {
        STARTED,
        FINISHED,
        FAILED,
        ROLLED_BACK
    }

    /// What sort of change it is.
    public sealed interface Detail {}

    /// Another version.
    public record Deployment(String version, String previousVersion) implements Detail {}

    /// Settings or flags.
    ///
    /// @param names of what was changed; values are not taken, they may be secret
    public record Configuration(List<String> names) implements Detail {}

    /// More or less of a resource, such as instances.
    public record Scaling(String resource, OptionalDouble from, OptionalDouble to)
            implements Detail {}

    /// Planned work.
    ///
    /// @param to when it is to be over; empty: until it is said to be finished
    public record Maintenance(Instant from, Optional<Instant> to) implements Detail {}

    /// Told in words only.
    public record Other() implements Detail {}

    public Change {
        links = Map.copyOf(links);
    }

    /// The same for a retry, whenever it comes.
    public String id() {
        return Ids.hex(source, service, change, state.name());
    }
}
