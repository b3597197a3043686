package tocsin.responder.policy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How fast people answer, how often they tell, and how long calm lasts before it is believed. Null
/// means never.
///
/// @param respondWithin until somebody acknowledges
/// @param updateEvery from one word of a person to the next
/// @param sev1After a SEV-2 not resolved by then becomes SEV-1, acknowledged or not
/// @param acknowledgedFor an acknowledgement without a further word lapses after that
/// @param lowerAfter severity falls once its causes have called for less for so long
/// @param reopenWithin what fires again so soon after the end goes on with the same incident
/// @param holdForDependencies so long a service's page waits for news of what it depends on
/// @param flappingAfter reopened so often, it stays open until `calmFor` has passed
public record Pace(
        Map<Severity, Duration> respondWithin,
        Map<Severity, Duration> updateEvery,
        @Nullable Duration sev1After,
        @Nullable Duration acknowledgedFor,
        @Nullable Duration lowerAfter,
        @Nullable Duration reopenWithin,
        @Nullable Duration holdForDependencies,
        int flappingAfter,
        Duration calmFor) {

    /// The figures of incidents where a policy says nothing.
    public static final Pace BUILT_IN =
            new Pace(
                    Map.of(
                            Severity.SEV1, Duration.ofMinutes(5),
                            Severity.SEV2, Duration.ofMinutes(15),
                            Severity.SEV3, Duration.ofHours(1)),
                    Map.of(
                            Severity.SEV1, Duration.ofMinutes(15),
                            Severity.SEV2, Duration.ofMinutes(15)),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(30),
                    3,
                    Duration.ofMinutes(15));

    public Pace {
        respondWithin = Map.copyOf(respondWithin);
        updateEvery = Map.copyOf(updateEvery);
    }

    public Optional<Duration> respondWithin(Severity severity) {
        return Optional.ofNullable(respondWithin.get(severity));
    }

    public Optional<Duration> updateEvery(Severity severity) {
        return Optional.ofNullable(updateEvery.get(severity));
    }
}
