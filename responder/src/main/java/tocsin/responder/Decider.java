package tocsin.responder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.incident.Input;
import tocsin.responder.incident.Neighbours;
import tocsin.responder.incident.Seen;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.incident.Timer;
import tocsin.schemas.Cause;

import java.time.Instant;
import java.util.Optional;

/// Asks the rules, with the definitions and whatever else they go by. For one thread.
///
/// @param rulebooks definitions and silences by time
/// @param neighbours what other services have
record Decider(Rulebooks rulebooks, Neighbours neighbours, ResponderMeters meters) {
    private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

    /// What an input from a record leads to.
    ///
    /// @param recorded its timestamp, which chooses the definitions
    Decided record(
            ServiceState state,
            Input input,
            Instant now,
            Instant recorded,
            Cause cause,
            @Nullable String trace) {
        return meters.decision(
                () -> Decided.of(state, input, now, rulebooks.at(recorded, now), cause, trace));
    }

    /// What a timer leads to; empty when its rule failed. There is no record that could be kept as
    /// a dead letter then, and the deadline stays due.
    Optional<Decided> timer(
            ServiceState state,
            String timer,
            Instant due,
            Seen seen,
            Instant now,
            @Nullable String trace) {
        var input = new Input.TimerFired(timer, seen);
        try {
            return Optional.of(record(state, input, now, now, Decided.timer(timer, due), trace));
        } catch (RuntimeException e) {
            LOG.error("The rule for timer {} of {} failed", timer, state.service(), e);
            meters.failedTimer();
            return Optional.empty();
        }
    }

    /// What a timer looks at beside the state.
    Seen seen(Timer timer, String service, FoldedAlerts folded, Instant now) {
        return switch (timer.kind()) {
            case COUNT -> Seen.folded(folded.of(timer.incident()));
            case HOLD -> {
                var dependencies = rulebooks.at(now, now).dependencies().of(service);
                yield new Seen(0, neighbours.of(dependencies));
            }
            case DELIVERY, ACKNOWLEDGEMENT, EXPIRY, RESPONSE, SEVERITY, UPDATE, LAPSE, FALL, CALM ->
                    Seen.NOTHING;
        };
    }
}
