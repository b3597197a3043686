package tocsin.responder;

import tocsin.responder.incident.Fact;
import tocsin.responder.incident.ServiceState;

import java.util.function.Consumer;

/// What a task remembers of its services, all of which follows from what was decided. One for each
/// start of a task.
record Remembered(
        ServiceStates states, TimerStore timers, FoldedAlerts folded, Followers followers) {

    /// Hears of all there is, at a start. Timers follow from states, so whatever is missing is set.
    void takeUp(Consumer<ServiceState> reader) {
        states.forEach(state -> {
            timers.update(ServiceState.of(state.service()), state, null);
            followers.read(state);
            reader.accept(state);
        });
    }

    /// Takes in what was decided, facts at least.
    void take(Decided decided) {
        var after = decided.state();
        var trace = decided.events().getFirst().getEnvelope().getTrace();
        timers.update(states.of(after.service()), after, trace);
        states.put(after);
        followers.read(after);
        folded.told(decided.facts());
        for (var fact : decided.facts()) {
            if (fact instanceof Fact.Resolved over) {
                timers.set(
                        Retention.entry(after.service(), over.incident(), over.decidedAt()), trace);
            }
        }
    }
}
