package tocsin.responder;

import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.Decision;
import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Input;
import tocsin.responder.incident.Seen;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.policy.Rulebook;
import tocsin.schemas.Cause;
import tocsin.schemas.IncidentEvent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One input and all that followed from it. Live, verify and replay decide through here.
///
/// @param state the state after it
record Decided(ServiceState state, List<Fact> facts, List<IncidentEvent> events) {

    /// Decides one input.
    ///
    /// @param cause the record or timer it came from
    /// @param trace trace context of that record, or of what set the timer
    static Decided of(
            ServiceState before,
            Input input,
            Instant now,
            Rulebook rulebook,
            Cause cause,
            @Nullable String trace) {
        var facts = Decision.decide(before, input, now, rulebook);
        var writer =
                new Events(before.service(), cause, trace, now, rulebook.version(), seen(input));
        var events = new ArrayList<IncidentEvent>(facts.size());
        var state = before;
        for (var fact : facts) {
            state = state.apply(fact);
            events.add(writer.of(fact, state.sequence()));
        }
        return new Decided(state, facts, List.copyOf(events));
    }

    private static Seen seen(Input input) {
        return input instanceof Input.TimerFired fired ? fired.seen() : Seen.NOTHING;
    }

    /// The cause for a timer.
    static Cause timer(String id, Instant due) {
        return Cause.newBuilder().setTimer(id).setDue(due).build();
    }
}
