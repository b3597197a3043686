package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Contact;
import tocsin.responder.policy.EscalationPolicy;
import tocsin.responder.policy.Severity;
import tocsin.responder.policy.Target;
import tocsin.runtime.definitions.DurationText;
import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Who is told about one incident, and who next. In the end there is always somebody: where no step
/// has a target left, the last resort is paged.
final class Ladder {
    /// Later than this a page says how late it is.
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Draft draft;
    private final String id;
    private final EscalationPolicy policy;

    /// A step that has somebody to page now.
    private record Rung(int step, List<Contact> contacts) {}

    Ladder(Draft draft, String incident) {
        this.draft = draft;
        this.id = incident;
        this.policy = draft.policy();
    }

    /// The incident was opened, or is open again.
    void begin(String reason) {
        if (!silenced()) {
            start(reason);
        }
    }

    private void start(String reason) {
        var incident = incident();
        int round = incident.pages().isEmpty() ? 0 : incident.round() + 1;
        if (incident.stream() == Stream.PAGE && incident.severity().pages()) {
            climb(round, 0, 0, reason, Duration.ZERO);
        } else {
            notice(incident, round, reason);
        }
    }

    /// The incident was raised from `before`.
    void raised(Severity before) {
        var incident = incident();
        var severity = incident.severity();
        if (incident.stream() != Stream.PAGE || !severity.pages()) {
            return;
        }
        var reason = "raised from %s to %s".formatted(before.text(), severity.text());
        if (silenced()) {
            return;
        }
        if (before.pages()) {
            widen(incident, reason);
        } else {
            start(reason);
        }
    }

    /// Takes the next step of this round, if there is one left.
    ///
    /// @param late how long ago it was due. Steps whose whole time has passed meanwhile are left
    ///   out, but never the last one
    void climb(String reason, Duration late) {
        var incident = incident();
        int step = incident.step().orElse(Page.LAST_RESORT);
        if (step != Page.LAST_RESORT && !silenced()) {
            climb(incident.round(), incident.lap(), step + 1, reason, late);
        }
    }

    /// Looks whether it is still silenced. If not, the ladder begins.
    void release() {
        var incident = incident();
        var held = incident.held();
        if (held == null || silenced()) {
            return;
        }
        var reason = held.by() + " does not silence it any more, and it fires";
        draft.add(new Fact.Released(id, draft.at(), reason));
        if (incident.status() == Status.OPEN) {
            new Clocks(draft, id).began();
            start(reason);
        }
    }

    /// Whether everything that fires is silenced. The first time, and when something else silences
    /// it, that is a fact.
    private boolean silenced() {
        var incident = incident();
        var silence = draft.silence(incident);
        if (silence.isEmpty()) {
            return false;
        }
        var by = silence.get().id();
        var held = incident.held();
        if (held == null || !held.by().equals(by)) {
            draft.add(new Fact.Suppressed(id, draft.at(), draft.now(), by, silence.get().text()));
            takeBack(silence.get().text());
            new Clocks(draft, id).held();
        }
        return true;
    }

    /// Nobody has it in hand any more: the ladder is climbed anew.
    void lapse(String reason) {
        draft.add(new Fact.Reopened(id, draft.at(), reason));
        new Clocks(draft, id).began();
        begin(reason);
    }

    /// Help is asked for: the next step is paged, and the ladder goes on from there.
    void escalate(String reason) {
        var incident = incident();
        if (incident.status() == Status.ACKNOWLEDGED) {
            draft.add(new Fact.Reopened(id, draft.at(), reason));
        }
        new Clocks(draft, id).touched(null);
        // Whoever asks for help is heard, silenced or not.
        if (incident.held() != null) {
            draft.add(new Fact.Released(id, draft.at(), reason));
        }
        int step = incident.step().orElse(Page.LAST_RESORT);
        if (step == Page.LAST_RESORT) {
            start(reason);
        } else {
            climb(incident.round(), incident.lap(), step + 1, reason, Duration.ZERO);
        }
    }

    /// Whoever has it in hand hears that others are waiting to hear something.
    void remind(Instant due) {
        var incident = incident();
        var by = draft.rulebook().roster().channels(incident.acknowledgedBy());
        var owners =
                by.isEmpty()
                        ? reached(incident)
                        : List.of(new Contact(incident.acknowledgedBy(), by, ""));
        for (var owner : owners) {
            add(
                    Page.Kind.REMINDER,
                    incident.step().orElse(0),
                    incident.round(),
                    0,
                    owner,
                    null,
                    null,
                    "an update is due: say what was tried, what comes next and when",
                    due.toString());
        }
    }

    /// A page did not reach its target. The next step is taken once nobody of this one is reached.
    void fail(Page page, Page.State state, String reason) {
        note(page, state, "", reason);
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

    /// Writes down what came of a page.
    void note(Page page, Page.State state, String channel, String reason) {
        draft.add(new Fact.DeliveryChanged(id, draft.at(), page.id(), state, channel, reason));
    }

    /// Nobody needs to be woken any more.
    void takeBack(String reason) {
        for (var page : incident().pages()) {
            if (page.waitsForDelivery()) {
                note(page, Page.State.WITHDRAWN, "", reason);
            }
        }
    }

    /// Everybody who may have heard of the incident is told that it is over, once.
    void tellResolved() {
        var incident = incident();
        var told =
                incident.pages().stream()
                        .filter(page -> page.kind() == Page.Kind.RESOLVED)
                        .filter(page -> page.round() == incident.round())
                        .map(Page::target)
                        .collect(Collectors.toSet());
        for (var page : incident.pages()) {
            if (page.heard() && page.kind() != Page.Kind.RESOLVED && told.add(page.target())) {
                add(
                        Page.Kind.RESOLVED,
                        page.step(),
                        incident.round(),
                        0,
                        new Contact(page.target(), page.channels(), page.via()),
                        null,
                        null,
                        "the incident is resolved",
                        "");
            }
        }
    }

    private void climb(int round, int lap, int from, String reason, Duration late) {
        var rungs = rungs(from);
        if (rungs.isEmpty() && lap < policy.repeat() && !rungs(0).isEmpty()) {
            climb(round + 1, lap + 1, 0, reason + ", nor in the rounds before", late);
            return;
        }
        if (rungs.isEmpty()) {
            // Never taken back: behind the last resort there is nobody.
            add(
                    Page.Kind.PAGE,
                    Page.LAST_RESORT,
                    round,
                    lap,
                    lastResort(),
                    null,
                    null,
                    reason + delay(late),
                    "");
            return;
        }
        var severity = incident().severity();
        int next = 0;
        var left = late;
        while (next < rungs.size() - 1) {
            var within = policy.steps().get(rungs.get(next).step).acknowledgeWithin(severity);
            if (left.compareTo(within) < 0) {
                break;
            }
            left = left.minus(within);
            next++;
        }
        page(round, lap, rungs.get(next), reason + delay(late));
    }

    private static String delay(Duration late) {
        return late.compareTo(LATE) < 0
                ? ""
                : ", delayed by " + DurationText.of(Duration.ofMinutes(late.toMinutes()));
    }

    private List<Rung> rungs(int from) {
        var severity = incident().severity();
        var rungs = new ArrayList<Rung>();
        for (int step = from; step < policy.steps().size(); step++) {
            var contacts = contacts(policy.steps().get(step).hearing(severity));
            if (!contacts.isEmpty()) {
                rungs.add(new Rung(step, contacts));
            }
        }
        return rungs;
    }

    private void page(int round, int lap, Rung rung, String reason) {
        var times = policy.steps().get(rung.step);
        for (var contact : rung.contacts) {
            add(
                    Page.Kind.PAGE,
                    rung.step,
                    round,
                    lap,
                    contact,
                    draft.now().plus(times.deliverWithin()),
                    draft.now().plus(times.acknowledgeWithin(incident().severity())),
                    reason,
                    "");
        }
    }

    /// Whoever the targets mean now, each once.
    private List<Contact> contacts(List<Target> targets) {
        var contacts = new LinkedHashMap<String, Contact>();
        for (var target : targets) {
            draft.contacts(target)
                    .forEach(contact -> contacts.putIfAbsent(contact.name(), contact));
        }
        return List.copyOf(contacts.values());
    }

    private Contact lastResort() {
        return draft.contacts(policy.lastResort()).getFirst();
    }

    /// Those whom the newest step reached that reached anybody; else the last resort.
    private List<Contact> reached(Incident incident) {
        var heard = incident.ladder().stream().filter(Page::heard).toList();
        if (heard.isEmpty()) {
            return List.of(lastResort());
        }
        return heard.stream()
                .filter(page -> page.step() == heard.getLast().step())
                .map(page -> new Contact(page.target(), page.channels(), page.via()))
                .toList();
    }

    /// Targets of the steps so far that want to hear of this severity only. The step that waits for
    /// an acknowledgement goes on waiting for it.
    private void widen(Incident incident, String reason) {
        var paged = incident.ladder().stream().map(Page::target).collect(Collectors.toSet());
        int reached = incident.step().orElse(Page.LAST_RESORT);
        int steps =
                reached == Page.LAST_RESORT
                        ? policy.steps().size()
                        : Math.min(reached + 1, policy.steps().size());
        for (int step = 0; step < steps; step++) {
            var times = policy.steps().get(step);
            for (var contact : contacts(times.hearing(incident.severity()))) {
                if (paged.add(contact.name())) {
                    var deliverBy =
                            incident.status() == Status.OPEN
                                    ? draft.now().plus(times.deliverWithin())
                                    : null;
                    add(
                            Page.Kind.PAGE,
                            step,
                            incident.round(),
                            incident.lap(),
                            contact,
                            deliverBy,
                            null,
                            reason,
                            "");
                }
            }
        }
    }

    private void notice(Incident incident, int round, String reason) {
        var contacts = contacts(policy.steps().getFirst().hearing(incident.severity()));
        for (var contact : contacts) {
            add(Page.Kind.NOTICE, 0, round, 0, contact, null, null, reason, "");
        }
        if (contacts.isEmpty()) {
            add(Page.Kind.NOTICE, Page.LAST_RESORT, round, 0, lastResort(), null, null, reason, "");
        }
    }

    private static boolean reachesSomebody(Incident incident, Page failed) {
        return incident.ladder().stream()
                .filter(page -> page.step() == failed.step())
                .anyMatch(page -> page.state() == Page.State.ACCEPTED || page.undecided());
    }

    /// @param turn tells pages of the same kind, step and round from each other; empty for one only
    private void add(
            Page.Kind kind,
            int step,
            int round,
            int lap,
            Contact contact,
            @Nullable Instant deliverBy,
            @Nullable Instant acknowledgeBy,
            String reason,
            String turn) {
        var pageId =
                Ids.hex(
                        id,
                        Integer.toString(step),
                        contact.name(),
                        Integer.toString(round),
                        kind.name() + turn);
        draft.add(
                new Fact.Paged(
                        id,
                        draft.at(),
                        new Page(
                                pageId,
                                kind,
                                step,
                                round,
                                lap,
                                contact.name(),
                                contact.via(),
                                contact.channels(),
                                Page.State.PENDING,
                                false,
                                deliverBy,
                                acknowledgeBy),
                        reason));
    }

    private Incident incident() {
        return draft.incident(id);
    }
}
