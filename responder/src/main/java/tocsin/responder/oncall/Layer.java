package tocsin.responder.oncall;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One rotation of a schedule and when it counts.
///
/// @param end it counts no more from then on; null for never
/// @param hours it counts only then; empty for always
record Layer(Rotation rotation, @Nullable Instant end, List<Hours> hours) {
    Layer {
        hours = List.copyOf(hours);
    }

    Optional<String> onCall(Instant at, ZoneId zone) {
        boolean counts =
                (end == null || at.isBefore(end))
                        && (hours.isEmpty()
                                || hours.stream().anyMatch(some -> some.cover(at, zone)));
        return counts ? rotation.onCall(at, zone) : Optional.empty();
    }

    /// Moments in (from, to) at which its answer may change.
    Stream<Instant> edges(Instant from, Instant to, ZoneId zone) {
        var some =
                Stream.concat(
                        rotation.handOvers(from, to, zone),
                        hours.stream().flatMap(each -> each.edges(from, to, zone)));
        return end == null ? some : Stream.concat(some, Stream.of(end));
    }
}
