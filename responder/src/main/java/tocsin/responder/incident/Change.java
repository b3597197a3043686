package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Severity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An incident while one fact is applied to it.
final class Change {
    private final Incident before;
    private Severity severity;
    private Status status;
    private int revision;
    private int round;
    private String acknowledgedBy;
    private List<String> answered;
    private boolean responded;
    private @Nullable Severity setTo;
    private int reopened;
    private @Nullable Instant resolvedAt;
    private Deadlines deadlines;
    private Incident.@Nullable Held held;
    private int changes;
    private Incident.@Nullable Folding folding;
    private List<Matter.Question> questions;
    private List<Cause> causes;
    private List<Page> pages;

    private Change(Incident before) {
        this.before = before;
        severity = before.severity();
        status = before.status();
        revision = before.revision();
        round = before.round();
        acknowledgedBy = before.acknowledgedBy();
        answered = before.answered();
        responded = before.responded();
        setTo = before.setTo();
        reopened = before.reopened();
        resolvedAt = before.resolvedAt();
        deadlines = before.deadlines();
        held = before.held();
        changes = before.changes();
        folding = before.folding();
        questions = before.questions();
        causes = before.causes();
        pages = before.pages();
    }

    /// The incident after `fact`.
    ///
    /// @param sequence of the fact
    static Incident apply(Incident before, Fact fact, long sequence) {
        var change = new Change(before);
        switch (fact) {
            case Fact.Opened _, Fact.ActionRefused _ -> {
                return before;
            }
            case Fact.CauseChanged changed -> change.join(changed.cause());
            case Fact.SeverityRaised raised -> change.raise(raised.to());
            case Fact.SeverityLowered lowered -> change.lower(lowered.to());
            case Fact.DeadlinesSet set -> change.deadlines = set.deadlines();
            case Fact.ResponseMissed _ -> change.deadlines = change.deadlines.respondBy(null);
            case Fact.Reopened _ -> change.reopen();
            case Fact.Suppressed by ->
                    change.held = new Incident.Held(by.kind(), by.by(), by.decidedAt(), by.until());
            case Fact.Released _ -> change.held = null;
            case Fact.Folded folded -> change.fold(folded);
            case Fact.Paged paged -> change.page(paged.page());
            case Fact.QuestionHeld held -> change.hold(held.question());
            case Fact.QuestionDropped dropped -> change.drop(dropped.subject());
            case Fact.DeliveryChanged changed -> change.deliver(changed);
            case Fact.Acknowledged acknowledged ->
                    change.take(acknowledged.actor(), acknowledged.action());
            case Fact.ActionTaken taken -> change.act(taken);
            case Fact.Resolved resolved -> change.resolve(resolved.decidedAt());
        }
        return change.result(sequence);
    }

    private void join(Cause cause) {
        boolean fired = before.cause(cause.id()).filter(Cause::firing).isPresent();
        changes += fired == cause.firing() ? 0 : 1;
        if (cause.isFolded() && folding == null) {
            folding = Incident.Folding.NONE;
        }
        var next = new ArrayList<Cause>(causes.size() + 1);
        causes.stream().filter(other -> !other.id().equals(cause.id())).forEach(next::add);
        next.add(cause);
        forget(next);
        causes = next;
    }

    private static void forget(List<Cause> causes) {
        var ended = causes.stream().filter(other -> !other.firing()).toList();
        int weight = ended.stream().mapToInt(Cause::weight).sum();
        int kept = ended.size();
        for (var oldest : ended) {
            if (kept <= Incident.ENDED_CAUSES_KEPT && weight <= Incident.CAUSES_WEIGHT_MAX / 2) {
                return;
            }
            causes.remove(oldest);
            weight -= oldest.weight();
            kept--;
        }
    }

    private void fold(Fact.Folded fact) {
        long known = folding == null ? 0 : folding.alerts();
        folding = new Incident.Folding(known + fact.alerts(), fact.decidedAt());
    }

    /// Whoever took on something that could wait has not taken on what wakes people.
    private void raise(Severity to) {
        if (to.pages() && !severity.pages()) {
            status = Status.OPEN;
            responded = false;
            deadlines = deadlines.lapsesAt(null);
        }
        lower(to);
    }

    private void lower(Severity to) {
        severity = to;
        setTo = to == setTo ? setTo : null;
        revision++;
    }

    private void page(Page page) {
        var next = new ArrayList<>(pages);
        if (page.kind() == Page.Kind.REMINDER || page.kind() == Page.Kind.ACKNOWLEDGED) {
            next.removeIf(old -> old.kind() == page.kind() && old.target().equals(page.target()));
        }
        next.add(page);
        for (var each = next.iterator(); next.size() > Incident.PAGES_KEPT && each.hasNext(); ) {
            if (!each.next().undecided()) {
                each.remove();
                break;
            }
        }
        pages = next;
        var matter = page.matter();
        if (page.kind() == Page.Kind.APPROVAL && matter != null) {
            drop(matter.subject());
        }
        round = Math.max(round, page.round());
    }

    private void hold(Matter.Question question) {
        drop(question.matter().subject());
        var next = new ArrayList<>(questions);
        next.add(question);
        questions = next;
    }

    private void drop(String subject) {
        questions =
                questions.stream()
                        .filter(held -> !held.matter().subject().equals(subject))
                        .toList();
    }

    private void deliver(Fact.DeliveryChanged changed) {
        pages =
                pages.stream()
                        .map(page ->
                                page.id().equals(changed.page())
                                        ? page.with(changed.state())
                                        : page)
                        .toList();
    }

    private void act(Fact.ActionTaken fact) {
        switch (fact.act()) {
            case SNOOZE -> take(fact.actor(), fact.action());
            case SET_SEVERITY -> {
                setTo = fact.severity();
                answer(fact.action());
            }
            case ACKNOWLEDGE, RESOLVE, NOTE, ESCALATE, DRILL -> answer(fact.action());
        }
    }

    private void take(String actor, String action) {
        acknowledgedBy = actor;
        responded = true;
        answer(action);
        moveTo(Status.ACKNOWLEDGED);
    }

    private void answer(String action) {
        var next = new ArrayList<>(answered);
        next.add(action);
        answered = next.subList(Math.max(0, next.size() - Incident.ANSWERED_KEPT), next.size());
    }

    private void reopen() {
        if (status == Status.RESOLVED) {
            reopened++;
            responded = false;
            setTo = null;
            acknowledgedBy = "";
        }
        deadlines = deadlines.lapsesAt(null);
        moveTo(Status.OPEN);
    }

    private void resolve(Instant at) {
        resolvedAt = at;
        causes = causes.stream().filter(cause -> !cause.isDependants()).toList();
        held = null;
        questions = List.of();
        deadlines = Deadlines.NONE;
        moveTo(Status.RESOLVED);
    }

    private void moveTo(Status next) {
        if (status != next) {
            status = next;
            revision++;
        }
    }

    private Incident result(long sequence) {
        return new Incident(
                before.id(),
                before.stream(),
                severity,
                status,
                before.title(),
                before.key(),
                before.openedAt(),
                sequence,
                revision,
                round,
                acknowledgedBy,
                answered,
                responded,
                setTo,
                reopened,
                resolvedAt,
                deadlines,
                held,
                changes,
                folding,
                questions,
                causes,
                pages);
    }
}
