package tocsin.responder.incident;

import tocsin.responder.policy.Severity;

/// Changes the severity of one incident, and what follows from that.
final class Triage {
    private final Draft draft;
    private final String id;

    Triage(Draft draft, String incident) {
        this.draft = draft;
        this.id = incident;
    }

    /// Its causes have changed. A worse one raises it at once; when what is left calls for less it
    /// falls after a while. What a person has set stays until something worse comes.
    ///
    /// @param before the incident before that
    void causesChanged(Incident before) {
        var after = draft.incident(id);
        var worst = after.worst();
        if (worst.isEmpty()) {
            return;
        }
        var called = worst.get().severity();
        boolean worse = before.worst().filter(old -> !called.worseThan(old.severity())).isEmpty();
        if (called.worseThan(after.severity())) {
            if (worse || !after.pinned()) {
                change(called, worst.get().reason());
            }
            return;
        }
        boolean less =
                before.worst().filter(old -> old.severity().worseThan(called)).isPresent()
                        || (after.deadlines().lowerAt() != null && !worse);
        new Clocks(draft, id)
                .fallsLater(less && !after.pinned() && after.severity().worseThan(called));
    }

    /// It has called for less long enough.
    void fall() {
        var incident = draft.incident(id);
        incident.worst()
                .filter(worst -> incident.severity().worseThan(worst.severity()))
                .ifPresentOrElse(
                        worst ->
                                change(
                                        worst.severity(),
                                        "what still fires calls for no more: " + worst.reason()),
                        () -> new Clocks(draft, id).fallsLater(false));
    }

    /// It is this severe from now on, also if it is already and was about to fall.
    void change(Severity to, String reason) {
        var from = draft.incident(id).severity();
        if (to.worseThan(from)) {
            draft.add(new Fact.SeverityRaised(id, draft.at(), from, to, reason));
            new Clocks(draft, id).severityChanged();
            new Ladder(draft, id).raised(from);
        } else if (from.worseThan(to)) {
            draft.add(new Fact.SeverityLowered(id, draft.at(), from, to, reason));
            new Clocks(draft, id).severityChanged();
            if (!to.pages()) {
                new Paging(draft, id).takeBack("lowered to " + to.text());
            }
        } else {
            new Clocks(draft, id).fallsLater(false);
        }
    }
}
