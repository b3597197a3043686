package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Pace;
import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;

/// Sets what one incident waits for beside its pages. Each change is a fact.
final class Clocks {
    private final Draft draft;
    private final String id;
    private final Pace pace;

    Clocks(Draft draft, String incident) {
        this.draft = draft;
        this.id = incident;
        this.pace = draft.policy().pace();
    }

    /// The incident was opened, is open again, or is not held back any more. A severity that is
    /// about to fall still is.
    void began() {
        began(draft.incident(id).deadlines());
    }

    /// It has another severity.
    void severityChanged() {
        began(draft.incident(id).deadlines().lowerAt(null));
    }

    private void began(Deadlines now) {
        var incident = draft.incident(id);
        var severity = incident.severity();
        var held = incident.held();
        if (held != null && held.kind() != Incident.Hold.WAITING) {
            set(now);
            return;
        }
        boolean unanswered = incident.status() == Status.OPEN && !incident.responded();
        set(
                now.respondBy(
                                unanswered
                                        ? earlier(
                                                now.respondBy(),
                                                in(pace.respondWithin(severity).orElse(null)))
                                        : null)
                        .sev1At(sev1At(incident))
                        .updateBy(
                                incident.stream() == Stream.PAGE
                                        ? earlier(
                                                now.updateBy(),
                                                in(pace.updateEvery(severity).orElse(null)))
                                        : null));
    }

    /// A person did something about it.
    ///
    /// @param lapsesAt when their acknowledgement ends; null for the policy's time
    void touched(@Nullable Instant lapsesAt) {
        var incident = draft.incident(id);
        var now = incident.deadlines();
        boolean taken = incident.status() == Status.ACKNOWLEDGED;
        set(
                now.respondBy(incident.responded() ? null : now.respondBy())
                        .updateBy(
                                now.updateBy() == null
                                        ? null
                                        : in(pace.updateEvery(incident.severity()).orElse(null)))
                        .lapsesAt(taken ? lapsesAt == null ? lapse(incident) : lapsesAt : null));
    }

    /// Nobody is asked for anything while it is silenced or attached to another.
    void held() {
        set(draft.incident(id).deadlines().respondBy(null).sev1At(null).updateBy(null));
    }

    /// People were reminded.
    void reminded() {
        var incident = draft.incident(id);
        set(incident.deadlines().updateBy(in(pace.updateEvery(incident.severity()).orElse(null))));
    }

    /// The causes call for less or more than before.
    void fallsLater(boolean falls) {
        var now = draft.incident(id).deadlines();
        if (!falls) {
            set(now.lowerAt(null));
        } else if (now.lowerAt() == null) {
            set(now.lowerAt(in(pace.lowerAfter())));
        }
    }

    /// Nothing fires any more, or something does again.
    void calms(boolean calm) {
        set(draft.incident(id).deadlines().resolveAt(calm ? in(pace.calmFor()) : null));
    }

    /// Who snoozed it is not woken before that by a word said meanwhile.
    private @Nullable Instant lapse(Incident incident) {
        var usual = incident.severity().pages() ? in(pace.acknowledgedFor()) : null;
        var known = incident.deadlines().lapsesAt();
        return known != null && usual != null && known.isAfter(usual) ? known : usual;
    }

    private @Nullable Instant sev1At(Incident incident) {
        if (incident.stream() != Stream.PAGE || incident.severity() != Severity.SEV2) {
            return null;
        }
        var known = incident.deadlines().sev1At();
        return known == null ? in(pace.sev1After()) : known;
    }

    private @Nullable Instant in(@Nullable Duration time) {
        return time == null ? null : draft.now().plus(time);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return other;
        }
        return one.isBefore(other) ? one : other;
    }

    private void set(Deadlines next) {
        if (!next.equals(draft.incident(id).deadlines())) {
            draft.add(new Fact.DeadlinesSet(id, draft.at(), next));
        }
    }
}
