package tocsin.responder.incident;

import tocsin.responder.policy.Contact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tells people what concerns one incident beside itself: whoever has it in hand, or is being paged
/// about it, first; when it reaches nobody there, the steps of the policy one after the other; in
/// the end the last resort.
final class Matters {
    private final Draft draft;
    private final String id;
    private final Paging paging;
    private final Recipients recipients;

    Matters(Draft draft, String incident) {
        this.draft = draft;
        this.id = incident;
        this.paging = new Paging(draft, incident);
        this.recipients = Recipients.of(draft);
    }

    /// A remediation of the incident stands elsewhere now.
    void remediation(Input.RemediationMoved moved) {
        takeBack(moved);
        switch (moved.stage()) {
            case WAITS -> {
                var question = new Matter.Question(moved.matter(), moved.requester());
                if (incident().status() != Status.RESOLVED) {
                    if (quiet()) {
                        hold(question);
                    } else {
                        ask(question);
                    }
                }
            }
            case FAILED -> begin(Page.Kind.REMEDIATION_FAILED, moved.matter(), "");
            case MOVED -> {}
        }
    }

    /// Pages are held back no more: what waits for an answer still is asked now.
    void askHeld() {
        if (!quiet()) {
            for (var question : incident().questions()) {
                var until = question.matter().until();
                if (until == null || draft.now().isBefore(until)) {
                    ask(question);
                } else {
                    drop(question, "nobody can answer it any more");
                }
            }
        }
    }

    private void ask(Matter.Question question) {
        begin(Page.Kind.APPROVAL, question.matter(), question.requester());
    }

    private void hold(Matter.Question question) {
        var matter = question.matter();
        var held = incident().questions();
        if (told(Page.Kind.APPROVAL, matter).isEmpty()
                && held.stream().noneMatch(other -> other.matter().is(matter))
                && held.size() < Incident.QUESTIONS_MAX) {
            draft.add(new Fact.QuestionHeld(id, draft.at(), question));
        }
    }

    private void drop(Matter.Question question, String reason) {
        var subject = question.matter().subject();
        draft.add(new Fact.QuestionDropped(id, draft.at(), subject, reason));
    }

    /// What was told once is not told again.
    private void begin(Page.Kind kind, Matter matter, String not) {
        if (told(kind, matter).isEmpty()) {
            tell(kind, matter, not, "");
        }
    }

    /// It did not reach somebody. It is the next ones' turn once it reaches nobody of these.
    void failed(Page page, String reason) {
        var matter = page.matter();
        boolean over = page.kind() == Page.Kind.APPROVAL && incident().status() == Status.RESOLVED;
        if (matter == null
                || !page.kind().wakes()
                || over
                || told(page.kind(), matter).stream().anyMatch(this::reaches)) {
            return;
        }
        tell(page.kind(), matter, "", "%s was not reached: %s".formatted(page.target(), reason));
    }

    /// What waited for an answer has one, or is to be looked at anew.
    private void takeBack(Input.RemediationMoved moved) {
        for (var page : incident().pages()) {
            var matter = page.matter();
            if (page.kind() == Page.Kind.APPROVAL
                    && page.undecided()
                    && matter != null
                    && matter.subject().equals(moved.matter().subject())
                    && !matter.is(moved.matter())) {
                paging.note(page, Page.State.WITHDRAWN, "", "it is " + moved.state() + " now");
            }
        }
        for (var question : incident().questions()) {
            if (question.matter().subject().equals(moved.matter().subject())
                    && !question.matter().is(moved.matter())) {
                drop(question, "it is " + moved.state() + " now");
            }
        }
    }

    /// A silence covers it, or something else is what people work on, or may be.
    private boolean quiet() {
        return incident().held() != null;
    }

    private boolean reaches(Page page) {
        return page.state() == Page.State.ACCEPTED || page.undecided();
    }

    /// @param not whoever has asked for it, who needs not be asked
    /// @param why these are told now; empty: because of who they are
    private void tell(Page.Kind kind, Matter matter, String not, String why) {
        var told =
                told(kind, matter).stream()
                        .map(Page::target)
                        .collect(Collectors.toCollection(ArrayList::new));
        told.add(not);
        for (var audience : audiences()) {
            var left =
                    audience.contacts.stream()
                            .filter(contact -> !told.contains(contact.name()))
                            .toList();
            if (!left.isEmpty()) {
                var reason = why.isEmpty() ? audience.reason : why;
                left.forEach(to -> paging.tell(kind, audience.step, to, matter, reason));
                return;
            }
        }
    }

    private List<Page> told(Page.Kind kind, Matter matter) {
        return incident().pages().stream()
                .filter(page -> page.kind() == kind)
                .filter(page -> Optional.ofNullable(page.matter()).filter(matter::is).isPresent())
                .toList();
    }

    private record Audience(int step, List<Contact> contacts, String reason) {}

    private List<Audience> audiences() {
        var audiences = new ArrayList<Audience>();
        var incident = incident();
        var owner = incident.acknowledgedBy();
        var channels = draft.rulebook().roster().channels(owner);
        if (!channels.isEmpty()) {
            var contact = new Contact(owner, channels, "");
            audiences.add(new Audience(0, List.of(contact), "has the incident in hand"));
        }
        int reached = incident.step().orElse(0);
        audiences.add(
                new Audience(
                        Math.max(0, reached),
                        incident.ladder().stream()
                                .filter(page -> page.step() == reached)
                                .filter(page -> page.heard() || page.undecided())
                                .map(Page::contact)
                                .toList(),
                        "was paged about the incident"));
        for (var rung : recipients.rungs(0, incident.severity())) {
            audiences.add(new Audience(rung.step(), rung.contacts(), "on call"));
        }
        audiences.add(
                new Audience(
                        Page.LAST_RESORT, List.of(recipients.lastResort()), "nobody else is left"));
        return audiences;
    }

    private Incident incident() {
        return draft.incident(id);
    }
}
