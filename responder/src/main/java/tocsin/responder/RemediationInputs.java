package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;

import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Stream;
import tocsin.responder.policy.Severity;
import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Deployment;
import tocsin.responder.remediation.Input;
import tocsin.schemas.CauseChanged;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.Label;
import tocsin.schemas.OperatorAction;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.RemediationResultKind;
import tocsin.schemas.RemediationStep;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// What records tell the rules of remediation.
final class RemediationInputs {
    private static final int TEXT_MAX = 1_000;

    private RemediationInputs() {}

    /// The input, or nothing for records that mean nothing to them.
    static Optional<Input> of(SpecificRecord value) {
        return switch (value) {
            case ChangeEvent change -> change(change);
            case IncidentEvent event -> incident(event);
            case OperatorAction action -> action(action);
            case RemediationResult result -> result(result);
            default -> Optional.empty();
        };
    }

    private static Optional<Input> change(ChangeEvent change) {
        var deployment = change.getDeployment();
        if (change.getKind() != ChangeKind.DEPLOYMENT
                || deployment == null
                || change.getState() == ChangeState.UNKNOWN) {
            return Optional.empty();
        }
        return Optional.of(
                new Input.Deployed(
                        new Deployment(
                                change.getSource() + "/" + change.getChange(),
                                change.getEnvelope().getAt(),
                                change.getEnvelope().getAt(),
                                change.getState() == ChangeState.ROLLED_BACK,
                                deployment.getVersion(),
                                deployment.getPreviousVersion(),
                                change.getActor())));
    }

    private static Optional<Input> incident(IncidentEvent event) {
        var id = event.getIncident();
        return switch (event.getKind()) {
            case OPENED ->
                    isDrill(event)
                            ? Optional.empty()
                            : Optional.of(
                                    new Input.Opened(
                                            id,
                                            event.getEnvelope().getAt(),
                                            Severity.valueOf(event.getOpened().getSeverity()),
                                            event.getOpened()
                                                    .getStream()
                                                    .equals(Stream.PAGE.name())));
            case SEVERITY_RAISED -> rated(id, event.getSeverityRaised().getTo());
            case SEVERITY_LOWERED -> rated(id, event.getSeverityLowered().getTo());
            case CAUSE_CHANGED -> fired(id, event.getCauseChanged());
            case RESOLVED -> Optional.of(new Input.Resolved(id));
            default -> Optional.empty();
        };
    }

    /// That others fail with it is mended where they are.
    private static Optional<Input> fired(String incident, CauseChanged changed) {
        if (changed.getCause().equals(Cause.DEPENDANTS)) {
            return Optional.empty();
        }
        return Optional.of(
                new Input.Fired(
                        incident,
                        changed.getCause(),
                        changed.getFiring(),
                        changed.getLabels().stream()
                                .collect(
                                        Collectors.toMap(
                                                Label::getName,
                                                Label::getValue,
                                                (one, _) -> one))));
    }

    /// Nothing is wrong in it, so nothing is mended: the rules hear of no such incident.
    private static boolean isDrill(IncidentEvent event) {
        return event.getOpened().getStream().equals(Stream.DRILL.name());
    }

    private static Optional<Input> rated(String incident, String severity) {
        return Optional.of(new Input.Rated(incident, Severity.valueOf(severity)));
    }

    private static Optional<Input> action(OperatorAction action) {
        return switch (action.getKind()) {
            case APPROVE -> Optional.of(new Input.Approved(approval(action), action.getIncident()));
            case DECLINE ->
                    Optional.of(
                            new Input.Declined(
                                    action.getEnvelope().getId(),
                                    action.getRemediation(),
                                    action.getIncident(),
                                    action.getActor(),
                                    cut(action.getNote())));
            case PROPOSE ->
                    Optional.of(
                            new Input.Asked(
                                    action.getEnvelope().getId(),
                                    action.getIncident(),
                                    action.getProposed(),
                                    action.getParameters(),
                                    cut(action.getActor()),
                                    cut(action.getNote())));
            default -> Optional.empty();
        };
    }

    private static Approval approval(OperatorAction action) {
        var at = action.getEnvelope().getAt();
        return new Approval(
                action.getEnvelope().getId(),
                action.getRemediation(),
                action.getHash(),
                action.getRevision(),
                action.getActor(),
                at,
                Objects.requireNonNullElse(action.getValidUntil(), at),
                action.getKey(),
                action.getSignature());
    }

    private static Optional<Input> result(RemediationResult result) {
        if (result.getStep() == RemediationStep.UNKNOWN) {
            return Optional.empty();
        }
        return step(result.getKind())
                .map(kind ->
                        new Input.Executed(
                                result.getRemediation(),
                                result.getStep() == RemediationStep.UNDO,
                                kind,
                                cut(result.getReason())));
    }

    private static Optional<Input.Result> step(RemediationResultKind kind) {
        return switch (kind) {
            case UNKNOWN, HEARTBEAT -> Optional.empty();
            case REFUSED -> Optional.of(Input.Result.REFUSED);
            case STARTED -> Optional.of(Input.Result.STARTED);
            case DONE -> Optional.of(Input.Result.DONE);
            case FAILED -> Optional.of(Input.Result.FAILED);
            case OUTCOME_UNKNOWN -> Optional.of(Input.Result.OUTCOME_UNKNOWN);
        };
    }

    private static String cut(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
    }
}
