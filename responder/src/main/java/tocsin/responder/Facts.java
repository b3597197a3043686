package tocsin.responder;

import tocsin.responder.incident.Act;
import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Deadlines;
import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Incident;
import tocsin.responder.incident.Matter;
import tocsin.responder.incident.Neighbour;
import tocsin.responder.incident.Page;
import tocsin.responder.incident.RecordedFact;
import tocsin.responder.incident.Seen;
import tocsin.responder.incident.Stream;
import tocsin.responder.policy.Severity;
import tocsin.schemas.CauseChanged;
import tocsin.schemas.DeadlinesSet;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.Label;
import tocsin.schemas.Paged;

import java.util.Optional;
import java.util.stream.Collectors;

/// Reads incident events back into facts: the reverse of [Events].
final class Facts {
    private Facts() {}

    /// The fact with all that the log says about it; nothing for a kind this release does not know.
    static Optional<RecordedFact> recorded(IncidentEvent event) {
        var cause = event.getEnvelope().getCause();
        var origin =
                cause == null
                        ? new RecordedFact.Origin("", -1, -1, "", null)
                        : new RecordedFact.Origin(
                                cause.getTopic(),
                                cause.getPartition(),
                                cause.getOffset(),
                                cause.getTimer(),
                                cause.getDue());
        return of(event)
                .map(fact ->
                        new RecordedFact(
                                event.getService(),
                                event.getSequence(),
                                event.getDecidedAt(),
                                event.getDefinitions(),
                                origin,
                                fact));
    }

    /// What the timer that led to this fact looked at beside the state.
    static Seen seen(IncidentEvent event) {
        var folded = event.getFolded();
        return new Seen(
                folded == null ? 0 : folded.getAlerts(),
                event.getSeen().stream().map(Facts::neighbour).toList());
    }

    private static Neighbour neighbour(tocsin.schemas.Neighbour seen) {
        return new Neighbour(
                seen.getService(),
                seen.getIncident(),
                Severity.valueOf(seen.getSeverity()),
                seen.getOpenedAt(),
                seen.getWaiting());
    }

    /// The fact alone.
    static Optional<Fact> of(IncidentEvent event) {
        var incident = event.getIncident();
        var at = event.getEnvelope().getAt();
        return switch (event.getKind()) {
            case UNKNOWN -> Optional.empty();
            case OPENED -> Optional.of(opened(event));
            case CAUSE_CHANGED ->
                    Optional.of(
                            new Fact.CauseChanged(incident, at, cause(event.getCauseChanged())));
            case SEVERITY_RAISED -> {
                var raised = event.getSeverityRaised();
                yield Optional.of(
                        new Fact.SeverityRaised(
                                incident,
                                at,
                                Severity.valueOf(raised.getFrom()),
                                Severity.valueOf(raised.getTo()),
                                raised.getReason()));
            }
            case SEVERITY_LOWERED -> {
                var lowered = event.getSeverityLowered();
                yield Optional.of(
                        new Fact.SeverityLowered(
                                incident,
                                at,
                                Severity.valueOf(lowered.getFrom()),
                                Severity.valueOf(lowered.getTo()),
                                lowered.getReason()));
            }
            case DEADLINES_SET ->
                    Optional.of(
                            new Fact.DeadlinesSet(
                                    incident, at, deadlines(event.getDeadlinesSet())));
            case RESPONSE_MISSED -> {
                var missed = event.getResponseMissed();
                yield Optional.of(
                        new Fact.ResponseMissed(
                                incident,
                                at,
                                Severity.valueOf(missed.getSeverity()),
                                missed.getDueAt()));
            }
            case REOPENED ->
                    Optional.of(new Fact.Reopened(incident, at, event.getReopened().getReason()));
            case ACTION_TAKEN -> Optional.of(taken(event));
            case SUPPRESSED ->
                    Optional.of(
                            new Fact.Suppressed(
                                    incident,
                                    at,
                                    event.getDecidedAt(),
                                    Incident.Hold.valueOf(event.getSuppressed().getKind()),
                                    event.getSuppressed().getBy(),
                                    event.getSuppressed().getUntil(),
                                    event.getSuppressed().getReason()));
            case RELEASED ->
                    Optional.of(new Fact.Released(incident, at, event.getReleased().getReason()));
            case FOLDED ->
                    Optional.of(
                            new Fact.Folded(
                                    incident,
                                    at,
                                    event.getDecidedAt(),
                                    event.getFolded().getAlerts()));
            case PAGED ->
                    Optional.of(
                            new Fact.Paged(
                                    incident,
                                    at,
                                    page(event.getPaged()),
                                    event.getPaged().getReason()));
            case QUESTION_HELD -> {
                var held = event.getQuestionHeld();
                yield Optional.of(
                        new Fact.QuestionHeld(
                                incident,
                                at,
                                new Matter.Question(
                                        matter(held.getMatter()), held.getRequester())));
            }
            case QUESTION_DROPPED -> {
                var dropped = event.getQuestionDropped();
                yield Optional.of(
                        new Fact.QuestionDropped(
                                incident, at, dropped.getSubject(), dropped.getReason()));
            }
            case DELIVERY_CHANGED -> {
                var changed = event.getDeliveryChanged();
                yield Optional.of(
                        new Fact.DeliveryChanged(
                                incident,
                                at,
                                changed.getPage(),
                                Page.State.valueOf(changed.getState()),
                                changed.getChannel(),
                                changed.getReason()));
            }
            case ACKNOWLEDGED -> {
                var acknowledged = event.getAcknowledged();
                yield Optional.of(
                        new Fact.Acknowledged(
                                incident,
                                at,
                                acknowledged.getAction(),
                                acknowledged.getActor(),
                                acknowledged.getNote()));
            }
            case ACTION_REFUSED -> {
                var refused = event.getActionRefused();
                yield Optional.of(
                        new Fact.ActionRefused(
                                incident,
                                at,
                                refused.getAction(),
                                refused.getActor(),
                                refused.getReason()));
            }
            case RESOLVED ->
                    Optional.of(
                            new Fact.Resolved(
                                    incident,
                                    at,
                                    event.getDecidedAt(),
                                    event.getResolved().getReason()));
        };
    }

    private static Fact opened(IncidentEvent event) {
        var opened = event.getOpened();
        return new Fact.Opened(
                event.getIncident(),
                event.getEnvelope().getAt(),
                event.getDecidedAt(),
                Stream.valueOf(opened.getStream()),
                Severity.valueOf(opened.getSeverity()),
                opened.getReason(),
                opened.getTitle(),
                opened.getKey());
    }

    private static Fact taken(IncidentEvent event) {
        var taken = event.getActionTaken();
        return new Fact.ActionTaken(
                event.getIncident(),
                event.getEnvelope().getAt(),
                taken.getAction(),
                taken.getActor(),
                Act.valueOf(taken.getKind()),
                taken.getNote(),
                taken.getSeverity().isEmpty() ? null : Severity.valueOf(taken.getSeverity()),
                taken.getUntil());
    }

    private static Deadlines deadlines(DeadlinesSet set) {
        return new Deadlines(
                set.getRespondBy(),
                set.getSev1At(),
                set.getUpdateBy(),
                set.getLapsesAt(),
                set.getLowerAt(),
                set.getResolveAt());
    }

    private static Cause cause(CauseChanged changed) {
        return new Cause(
                changed.getCause(),
                changed.getFiring(),
                Severity.valueOf(changed.getSeverity()),
                changed.getReason(),
                changed.getText(),
                changed.getLabels().stream()
                        .collect(Collectors.toMap(Label::getName, Label::getValue)),
                changed.getExpiresAt());
    }

    private static Page page(Paged paged) {
        return new Page(
                paged.getPage(),
                Page.Kind.valueOf(paged.getKind()),
                paged.getStep(),
                paged.getRound(),
                paged.getLap(),
                paged.getTarget(),
                paged.getVia(),
                paged.getChannels(),
                Page.State.PENDING,
                false,
                paged.getDeliverBy(),
                paged.getAcknowledgeBy(),
                paged.getMatter() == null ? null : matter(paged.getMatter()));
    }

    private static Matter matter(tocsin.schemas.Matter matter) {
        return new Matter(
                matter.getSubject(),
                matter.getOccasion(),
                matter.getEvidence(),
                matter.getDetails().stream()
                        .map(one -> new Matter.Detail(one.getName(), one.getText()))
                        .toList(),
                matter.getUntil());
    }
}
