package tocsin.responder.incident;

import tocsin.responder.policy.EscalationPolicy;
import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DurationText;

import java.time.Duration;

/// When the next step of one incident's policy is taken. [Recipients] says who that is, [Holds]
/// whether anybody is told at all, and [Paging] writes it down.
final class Ladder {
    /// Later than this a page says how late it is.
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Draft draft;
    private final String id;
    private final EscalationPolicy policy;
    private final Holds holds;
    private final Paging paging;

    Ladder(Draft draft, String incident) {
        this.draft = draft;
        this.id = incident;
        this.policy = draft.policy();
        this.holds = new Holds(draft, incident);
        this.paging = new Paging(draft, incident);
    }

    /// The incident was opened, fires again after its end, or pages from now on.
    void begin(String reason) {
        if (!holds.hold() && !holds.waits()) {
            start(reason);
        }
    }

    private void start(String reason) {
        var incident = incident();
        int round = incident.pages().isEmpty() ? 0 : incident.round() + 1;
        if (incident.stream().wakes() && incident.severity().pages()) {
            climb(round, 0, 0, reason, Duration.ZERO);
        } else {
            paging.notice(round, reason);
        }
    }

    /// The incident was raised from `before`.
    void raised(Severity before) {
        var incident = incident();
        var severity = incident.severity();
        if (!incident.stream().wakes() || !severity.pages()) {
            return;
        }
        var reason = "raised from %s to %s".formatted(before.text(), severity.text());
        if (!before.pages()) {
            begin(reason);
        } else if (!holds.hold()) {
            paging.widen(reason);
        }
    }

    /// Takes the next step of this round, if there is one left.
    ///
    /// @param late how long ago it was due. Steps whose whole time has passed meanwhile are left
    ///   out, but never the last one
    void climb(String reason, Duration late) {
        var incident = incident();
        int step = incident.step().orElse(Page.LAST_RESORT);
        if (step != Page.LAST_RESORT && !holds.hold()) {
            climb(incident.round(), incident.lap(), step + 1, reason, late);
        }
    }

    /// Something else fires: is all of it still silenced?
    void joined() {
        var held = incident().held();
        if (held != null && held.kind() == Incident.Hold.SILENCED && !holds.silenced()) {
            var reason = Holds.silenceOver(held);
            if (free(reason)) {
                begin(reason);
            }
            askHeld();
        }
    }

    /// A timer asks whether pages are still held back.
    void ask(Seen seen) {
        holds.ask(seen)
                .ifPresent(reason -> {
                    if (free(reason)) {
                        start(reason);
                    }
                    askHeld();
                });
    }

    /// After the page, so that whoever is paged is asked as well.
    private void askHeld() {
        new Matters(draft, id).askHeld();
    }

    /// Pages are held back no more.
    ///
    /// @return whether somebody has to be paged
    private boolean free(String reason) {
        draft.add(new Fact.Released(id, draft.at(), reason));
        if (incident().status() != Status.OPEN) {
            return false;
        }
        new Clocks(draft, id).began();
        return true;
    }

    /// Somebody has it in hand: nobody else is paged, and it need not be known first whether
    /// something else is the reason.
    ///
    /// @param action that says so
    void taken(String action, String reason) {
        paging.takeBack(reason);
        paging.tellTaken(action, reason);
        var held = incident().held();
        if (held != null && held.kind() == Incident.Hold.WAITING) {
            boolean _ = free(reason);
            askHeld();
        }
    }

    /// Nobody has it in hand any more: the ladder is climbed anew.
    void lapse(String reason) {
        draft.add(new Fact.Reopened(id, draft.at(), reason));
        new Clocks(draft, id).began();
        if (!holds.hold()) {
            start(reason);
        }
    }

    /// Help is asked for: the next step is paged, and the ladder goes on from there.
    void escalate(String reason) {
        var incident = incident();
        if (incident.status() == Status.ACKNOWLEDGED) {
            draft.add(new Fact.Reopened(id, draft.at(), reason));
        }
        new Clocks(draft, id).touched(null);
        // Whoever asks for help is heard, whatever holds pages back.
        if (incident.held() != null) {
            draft.add(new Fact.Released(id, draft.at(), reason));
        }
        int step = incident.step().orElse(Page.LAST_RESORT);
        if (step == Page.LAST_RESORT) {
            start(reason);
        } else {
            climb(incident.round(), incident.lap(), step + 1, reason, Duration.ZERO);
        }
        askHeld();
    }

    /// A page did not reach its target. The next step is taken once nobody of this one is reached.
    void fail(Page page, Page.State state, String reason) {
        paging.note(page, state, "", reason);
        new Matters(draft, id).failed(page, reason);
        var incident = incident();
        boolean current =
                page.kind() == Page.Kind.PAGE
                        && page.round() == incident.round()
                        && incident.step().filter(step -> step == page.step()).isPresent();
        if (incident.status() == Status.OPEN
                && incident.severity().pages()
                && current
                && !reachesSomebody(incident, page)) {
            climb(page.target() + " was not reached: " + reason, Duration.ZERO);
        }
    }

    private static boolean reachesSomebody(Incident incident, Page failed) {
        return incident.ladder().stream()
                .filter(page -> page.step() == failed.step())
                .anyMatch(page -> page.state() == Page.State.ACCEPTED || page.undecided());
    }

    private void climb(int round, int lap, int from, String reason, Duration late) {
        var recipients = Recipients.of(draft);
        var severity = incident().severity();
        var rungs = recipients.rungs(from, severity);
        if (rungs.isEmpty()) {
            if (lap < policy.repeat() && !recipients.rungs(0, severity).isEmpty()) {
                climb(round + 1, lap + 1, 0, reason + ", nor in the rounds before", late);
            } else {
                paging.pageLastResort(round, lap, reason + delay(late));
            }
            return;
        }
        int next = 0;
        var left = late;
        while (next < rungs.size() - 1) {
            var within = policy.steps().get(rungs.get(next).step()).acknowledgeWithin(severity);
            if (left.compareTo(within) < 0) {
                break;
            }
            left = left.minus(within);
            next++;
        }
        paging.page(round, lap, rungs.get(next), reason + delay(late));
    }

    private static String delay(Duration late) {
        return late.compareTo(LATE) < 0
                ? ""
                : ", delayed by " + DurationText.of(Duration.ofMinutes(late.toMinutes()));
    }

    private Incident incident() {
        return draft.incident(id);
    }
}
