package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Contact;
import tocsin.schemas.identity.Ids;

import java.time.Instant;
import java.util.HashSet;
import java.util.stream.Collectors;

/// Writes down who is told of one incident, and what came of it.
final class Paging {
    private final Draft draft;
    private final String id;
    private final Recipients recipients;

    Paging(Draft draft, String incident) {
        this.draft = draft;
        this.id = incident;
        this.recipients = Recipients.of(draft);
    }

    /// Everybody of one step is paged.
    void page(int round, int lap, Recipients.Rung rung, String reason) {
        var times = recipients.policy().steps().get(rung.step());
        for (var contact : rung.contacts()) {
            add(
                    Page.Kind.PAGE,
                    rung.step(),
                    round,
                    lap,
                    contact,
                    draft.now().plus(times.deliverWithin()),
                    draft.now().plus(times.acknowledgeWithin(incident().severity())),
                    reason,
                    "");
        }
    }

    /// Never taken back: behind the last resort there is nobody.
    void pageLastResort(int round, int lap, String reason) {
        add(
                Page.Kind.PAGE,
                Page.LAST_RESORT,
                round,
                lap,
                recipients.lastResort(),
                null,
                null,
                reason,
                "");
    }

    /// The first step hears of what can wait.
    void notice(int round, String reason) {
        var first = recipients.policy().steps().getFirst();
        var contacts = recipients.contacts(first.hearing(incident().severity()));
        for (var contact : contacts) {
            add(Page.Kind.NOTICE, 0, round, 0, contact, null, null, reason, "");
        }
        if (contacts.isEmpty()) {
            var last = recipients.lastResort();
            add(Page.Kind.NOTICE, Page.LAST_RESORT, round, 0, last, null, null, reason, "");
        }
    }

    /// Targets of the steps so far that want to hear of this severity only. The step that waits for
    /// an acknowledgement goes on waiting for it.
    void widen(String reason) {
        var incident = incident();
        var all = recipients.policy().steps();
        var paged = incident.ladder().stream().map(Page::target).collect(Collectors.toSet());
        int reached = incident.step().orElse(Page.LAST_RESORT);
        int steps = reached == Page.LAST_RESORT ? all.size() : Math.min(reached + 1, all.size());
        for (int step = 0; step < steps; step++) {
            var times = all.get(step);
            for (var contact : recipients.contacts(times.hearing(incident.severity()))) {
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

    /// Whoever has it in hand hears that others are waiting to hear something.
    void remind(Instant due) {
        var incident = incident();
        for (var owner : recipients.owners(incident)) {
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

    /// Everybody who was asked and may have heard of it hears that somebody has it in hand.
    ///
    /// @param action that says so
    void tellTaken(String action, String reason) {
        var told = new HashSet<String>();
        for (var page : incident().pages()) {
            boolean asked = page.kind() == Page.Kind.PAGE || page.kind() == Page.Kind.NOTICE;
            if (asked && page.heard() && told.add(page.target())) {
                add(
                        Page.Kind.ACKNOWLEDGED,
                        page.step(),
                        incident().round(),
                        0,
                        page.contact(),
                        null,
                        null,
                        reason,
                        action);
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
                        page.contact(),
                        null,
                        null,
                        "the incident is resolved",
                        "");
            }
        }
    }

    /// Nobody needs to be woken any more.
    void takeBack(String reason) {
        for (var page : incident().pages()) {
            if (page.kind() == Page.Kind.PAGE && page.waitsForDelivery()) {
                note(page, Page.State.WITHDRAWN, "", reason);
            }
        }
    }

    /// Writes down what came of a page.
    void note(Page page, Page.State state, String channel, String reason) {
        draft.add(new Fact.DeliveryChanged(id, draft.at(), page.id(), state, channel, reason));
    }

    /// Somebody hears of a matter beside the incident.
    ///
    /// @param step of the policy that they stand for
    void tell(Page.Kind kind, int step, Contact contact, Matter matter, String reason) {
        var deliverBy =
                step == Page.LAST_RESORT || !kind.wakes()
                        ? null
                        : draft.now().plus(recipients.policy().steps().get(step).deliverWithin());
        add(
                kind,
                step,
                incident().round(),
                incident().lap(),
                contact,
                deliverBy,
                null,
                reason,
                matter.subject() + "/" + matter.occasion(),
                matter);
    }

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
        add(kind, step, round, lap, contact, deliverBy, acknowledgeBy, reason, turn, null);
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
            String turn,
            @Nullable Matter matter) {
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
                                acknowledgeBy,
                                matter),
                        reason));
    }

    private Incident incident() {
        return draft.incident(id);
    }
}
