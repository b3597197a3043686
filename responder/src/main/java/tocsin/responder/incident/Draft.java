package tocsin.responder.incident;

import tocsin.responder.policy.Contact;
import tocsin.responder.policy.EscalationPolicy;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Silence;
import tocsin.responder.policy.Target;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A decision in the making: the facts so far, and the state after them.
final class Draft {
    private final Instant now;
    private final Instant at;
    private final Rulebook rulebook;
    private final List<Fact> facts = new ArrayList<>();
    private ServiceState state;

    /// @param at event time of the input
    Draft(ServiceState state, Instant at, Instant now, Rulebook rulebook) {
        this.state = state;
        this.at = at;
        this.now = now;
        this.rulebook = rulebook;
    }

    void add(Fact fact) {
        facts.add(fact);
        state = state.apply(fact);
    }

    List<Fact> facts() {
        return List.copyOf(facts);
    }

    ServiceState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    Instant at() {
        return at;
    }

    Rulebook rulebook() {
        return rulebook;
    }

    EscalationPolicy policy() {
        return rulebook.policy(state.service());
    }

    /// Whom a target means now.
    List<Contact> contacts(Target target) {
        return rulebook.roster().contacts(target, now);
    }

    /// What silences everything that fires in an incident, if all of it is silenced.
    Optional<Silence> silence(Incident incident) {
        var silences =
                incident.firing().stream().map(cause -> rulebook.silence(cause.labels())).toList();
        return silences.stream().allMatch(Optional::isPresent)
                ? silences.stream().flatMap(Optional::stream).findFirst()
                : Optional.empty();
    }

    Optional<Incident> find(String incident) {
        return state.incident(incident);
    }

    /// An incident of which a fact was just added.
    Incident incident(String id) {
        return state.incident(id).orElseThrow();
    }
}
