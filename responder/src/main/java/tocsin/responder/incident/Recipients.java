package tocsin.responder.incident;

import tocsin.responder.policy.Contact;
import tocsin.responder.policy.EscalationPolicy;
import tocsin.responder.policy.Severity;
import tocsin.responder.policy.Target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Whom the policy means at the time of the decision. In the end there is always somebody: where no
/// step has a target left, it is the last resort.
record Recipients(Draft draft, EscalationPolicy policy) {
    /// A step that has somebody to page now.
    record Rung(int step, List<Contact> contacts) {}

    static Recipients of(Draft draft) {
        return new Recipients(draft, draft.policy());
    }

    /// Whoever the targets mean now, each once.
    List<Contact> contacts(List<Target> targets) {
        var contacts = new LinkedHashMap<String, Contact>();
        for (var target : targets) {
            draft.contacts(target)
                    .forEach(contact -> contacts.putIfAbsent(contact.name(), contact));
        }
        return List.copyOf(contacts.values());
    }

    /// The steps from this one on that have somebody to page.
    List<Rung> rungs(int from, Severity severity) {
        var rungs = new ArrayList<Rung>();
        for (int step = from; step < policy.steps().size(); step++) {
            var contacts = contacts(policy.steps().get(step).hearing(severity));
            if (!contacts.isEmpty()) {
                rungs.add(new Rung(step, contacts));
            }
        }
        return rungs;
    }

    Contact lastResort() {
        return draft.contacts(policy.lastResort()).getFirst();
    }

    /// Whoever has it in hand: who took it on, or those whom the newest step reached that reached
    /// anybody; else the last resort.
    List<Contact> owners(Incident incident) {
        var by = incident.acknowledgedBy();
        var channels = draft.rulebook().roster().channels(by);
        if (!channels.isEmpty()) {
            return List.of(new Contact(by, channels, ""));
        }
        var heard = incident.ladder().stream().filter(Page::heard).toList();
        return heard.isEmpty()
                ? List.of(lastResort())
                : heard.stream()
                        .filter(page -> page.step() == heard.getLast().step())
                        .map(Page::contact)
                        .toList();
    }
}
