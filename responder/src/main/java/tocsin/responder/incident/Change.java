package tocsin.responder.incident;

import tocsin.responder.policy.Severity;

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
    private String answered;
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
            case Fact.Paged paged -> change.page(paged.page());
            case Fact.DeliveryChanged changed -> change.deliver(changed);
            case Fact.Acknowledged acknowledged -> change.acknowledge(acknowledged);
            case Fact.Resolved _ -> change.moveTo(Status.RESOLVED);
        }
        return change.result(sequence);
    }

    private void join(Cause cause) {
        var next = new ArrayList<Cause>(causes.size() + 1);
        causes.stream().filter(other -> !other.id().equals(cause.id())).forEach(next::add);
        next.add(cause);
        long ended = next.stream().filter(other -> !other.firing()).count();
        for (var each = next.iterator(); ended > Incident.ENDED_CAUSES_KEPT; ) {
            if (!each.next().firing()) {
                each.remove();
                ended--;
            }
        }
        causes = next;
    }

    /// Whoever took on something that could wait has not taken on what wakes people.
    private void raise(Severity to) {
        if (to.pages() && !severity.pages()) {
            status = Status.OPEN;
        }
        severity = to;
        revision++;
    }

    private void page(Page page) {
        var next = new ArrayList<>(pages);
        next.add(page);
        pages = next;
        round = Math.max(round, page.round());
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

    private void acknowledge(Fact.Acknowledged fact) {
        acknowledgedBy = fact.actor();
        answered = fact.action();
        moveTo(Status.ACKNOWLEDGED);
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
                before.openedAt(),
                sequence,
                revision,
                round,
                acknowledgedBy,
                answered,
                causes,
                pages);
    }
}
