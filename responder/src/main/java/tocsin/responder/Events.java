package tocsin.responder;

import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.Deadlines;
import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Matter;
import tocsin.responder.incident.Neighbour;
import tocsin.responder.incident.Page;
import tocsin.responder.incident.Seen;
import tocsin.schemas.Acknowledged;
import tocsin.schemas.ActionRefused;
import tocsin.schemas.ActionTaken;
import tocsin.schemas.Cause;
import tocsin.schemas.CauseChanged;
import tocsin.schemas.DeadlinesSet;
import tocsin.schemas.DeliveryChanged;
import tocsin.schemas.Detail;
import tocsin.schemas.Envelope;
import tocsin.schemas.Folded;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Label;
import tocsin.schemas.Opened;
import tocsin.schemas.Paged;
import tocsin.schemas.QuestionDropped;
import tocsin.schemas.QuestionHeld;
import tocsin.schemas.Released;
import tocsin.schemas.Reopened;
import tocsin.schemas.Resolved;
import tocsin.schemas.ResponseMissed;
import tocsin.schemas.SeverityLowered;
import tocsin.schemas.SeverityRaised;
import tocsin.schemas.Suppressed;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes facts as incident events.
///
/// @param service whose facts they are
/// @param cause the record or timer that was decided
/// @param trace trace context of the cause
/// @param decidedAt the time the rules were told
/// @param definitions version of the definitions in effect
/// @param seen what the timer looked at beside the state
record Events(
        String service,
        Cause cause,
        @Nullable String trace,
        Instant decidedAt,
        long definitions,
        Seen seen) {

    /// The event for one fact.
    ///
    /// @param sequence of the fact
    IncidentEvent of(Fact fact, long sequence) {
        var envelope =
                Envelope.newBuilder()
                        .setId(fact.incident() + "/" + sequence)
                        .setAt(fact.at())
                        .setCause(cause);
        if (trace != null) {
            envelope.setTrace(trace);
        }
        var event =
                IncidentEvent.newBuilder()
                        .setEnvelope(envelope.build())
                        .setService(service)
                        .setIncident(fact.incident())
                        .setSequence(sequence)
                        .setDecidedAt(decidedAt)
                        .setDefinitions(definitions)
                        .setSeen(seen.neighbours().stream().map(Events::neighbour).toList());
        fill(event, fact);
        return event.build();
    }

    private static void fill(IncidentEvent.Builder event, Fact fact) {
        switch (fact) {
            case Fact.Opened opened ->
                    event.setKind(IncidentEventKind.OPENED).setOpened(opened(opened));
            case Fact.CauseChanged changed ->
                    event.setKind(IncidentEventKind.CAUSE_CHANGED)
                            .setCauseChanged(cause(changed.cause()));
            case Fact.SeverityRaised raised ->
                    event.setKind(IncidentEventKind.SEVERITY_RAISED)
                            .setSeverityRaised(
                                    new SeverityRaised(
                                            raised.from().name(),
                                            raised.to().name(),
                                            raised.reason()));
            case Fact.SeverityLowered lowered ->
                    event.setKind(IncidentEventKind.SEVERITY_LOWERED)
                            .setSeverityLowered(
                                    new SeverityLowered(
                                            lowered.from().name(),
                                            lowered.to().name(),
                                            lowered.reason()));
            case Fact.DeadlinesSet set ->
                    event.setKind(IncidentEventKind.DEADLINES_SET)
                            .setDeadlinesSet(deadlines(set.deadlines()));
            case Fact.ResponseMissed missed ->
                    event.setKind(IncidentEventKind.RESPONSE_MISSED)
                            .setResponseMissed(
                                    new ResponseMissed(missed.severity().name(), missed.dueAt()));
            case Fact.Reopened reopened ->
                    event.setKind(IncidentEventKind.REOPENED)
                            .setReopened(new Reopened(reopened.reason()));
            case Fact.Suppressed suppressed ->
                    event.setKind(IncidentEventKind.SUPPRESSED)
                            .setSuppressed(suppressed(suppressed));
            case Fact.Released released ->
                    event.setKind(IncidentEventKind.RELEASED)
                            .setReleased(new Released(released.reason()));
            case Fact.Folded folded ->
                    event.setKind(IncidentEventKind.FOLDED).setFolded(new Folded(folded.alerts()));
            case Fact.Paged paged ->
                    event.setKind(IncidentEventKind.PAGED)
                            .setPaged(paged(paged.page(), paged.reason()));
            case Fact.QuestionHeld(_, _, var question) ->
                    event.setKind(IncidentEventKind.QUESTION_HELD)
                            .setQuestionHeld(
                                    new QuestionHeld(
                                            matter(question.matter()), question.requester()));
            case Fact.QuestionDropped dropped ->
                    event.setKind(IncidentEventKind.QUESTION_DROPPED)
                            .setQuestionDropped(
                                    new QuestionDropped(dropped.subject(), dropped.reason()));
            case Fact.DeliveryChanged changed ->
                    event.setKind(IncidentEventKind.DELIVERY_CHANGED)
                            .setDeliveryChanged(
                                    new DeliveryChanged(
                                            changed.page(),
                                            changed.state().name(),
                                            changed.channel(),
                                            changed.reason()));
            case Fact.Acknowledged(_, _, var action, var actor, var note) ->
                    event.setKind(IncidentEventKind.ACKNOWLEDGED)
                            .setAcknowledged(new Acknowledged(action, actor, note));
            case Fact.ActionTaken taken ->
                    event.setKind(IncidentEventKind.ACTION_TAKEN).setActionTaken(taken(taken));
            case Fact.ActionRefused(_, _, var action, var actor, var reason) ->
                    event.setKind(IncidentEventKind.ACTION_REFUSED)
                            .setActionRefused(new ActionRefused(action, actor, reason));
            case Fact.Resolved resolved ->
                    event.setKind(IncidentEventKind.RESOLVED)
                            .setResolved(new Resolved(resolved.reason()));
        }
    }

    private static tocsin.schemas.Neighbour neighbour(Neighbour seen) {
        return new tocsin.schemas.Neighbour(
                seen.service(),
                seen.incident(),
                seen.severity().name(),
                seen.openedAt(),
                seen.waiting());
    }

    private static Suppressed suppressed(Fact.Suppressed fact) {
        return new Suppressed(fact.by(), fact.reason(), fact.kind().name(), fact.until());
    }

    private static Opened opened(Fact.Opened opened) {
        return new Opened(
                opened.stream().name(),
                opened.severity().name(),
                opened.reason(),
                opened.title(),
                opened.key());
    }

    private static DeadlinesSet deadlines(Deadlines deadlines) {
        return new DeadlinesSet(
                deadlines.respondBy(),
                deadlines.sev1At(),
                deadlines.updateBy(),
                deadlines.lapsesAt(),
                deadlines.lowerAt(),
                deadlines.resolveAt());
    }

    private static ActionTaken taken(Fact.ActionTaken taken) {
        var severity = taken.severity();
        return new ActionTaken(
                taken.action(),
                taken.actor(),
                taken.act().name(),
                taken.note(),
                severity == null ? "" : severity.name(),
                taken.until());
    }

    private static CauseChanged cause(tocsin.responder.incident.Cause cause) {
        var changed =
                CauseChanged.newBuilder()
                        .setCause(cause.id())
                        .setFiring(cause.firing())
                        .setSeverity(cause.severity().name())
                        .setReason(cause.reason())
                        .setText(cause.text())
                        .setLabels(labels(cause.labels()));
        var expiresAt = cause.expiresAt();
        if (expiresAt != null) {
            changed.setExpiresAt(expiresAt);
        }
        return changed.build();
    }

    private static List<Label> labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> new Label(label.getKey(), label.getValue()))
                .toList();
    }

    static List<Detail> details(Matter matter) {
        return matter.details().stream().map(one -> new Detail(one.name(), one.text())).toList();
    }

    private static Paged paged(Page page, String reason) {
        var paged =
                Paged.newBuilder()
                        .setPage(page.id())
                        .setKind(page.kind().name())
                        .setStep(page.step())
                        .setRound(page.round())
                        .setLap(page.lap())
                        .setTarget(page.target())
                        .setVia(page.via())
                        .setChannels(page.channels())
                        .setReason(reason);
        var deliverBy = page.deliverBy();
        if (deliverBy != null) {
            paged.setDeliverBy(deliverBy);
        }
        var acknowledgeBy = page.acknowledgeBy();
        if (acknowledgeBy != null) {
            paged.setAcknowledgeBy(acknowledgeBy);
        }
        var matter = page.matter();
        if (matter != null) {
            paged.setMatter(matter(matter));
        }
        return paged.build();
    }

    private static tocsin.schemas.Matter matter(Matter matter) {
        return new tocsin.schemas.Matter(
                matter.subject(),
                matter.occasion(),
                matter.evidence(),
                details(matter),
                matter.until());
    }
}
