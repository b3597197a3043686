package tocsin.responder.incident;

import tocsin.responder.policy.Contact;
import tocsin.responder.policy.EscalationPolicy;
import tocsin.responder.policy.Rulebook;
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

    /// What people have said that keeps everything that fires in an incident quiet, if they have.
    Optional<Quiet> quiet(Incident incident) {
        var policy = policy();
        return policy.muted(now, incident.severity())
                .map(mute -> new Quiet("mute/" + policy.name(), mute.text()))
                .or(() -> silence(incident));
    }

    private Optional<Quiet> silence(Incident incident) {
        var silences =
                incident.firing().stream().map(cause -> rulebook.silence(cause.labels())).toList();
        return silences.stream().allMatch(Optional::isPresent)
                ? silences.stream()
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(silence -> new Quiet(silence.id(), silence.text()))
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
