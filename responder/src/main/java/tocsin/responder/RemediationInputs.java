package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;

import tocsin.responder.incident.Stream;
import tocsin.responder.policy.Severity;
import tocsin.responder.remediation.Deployment;
import tocsin.responder.remediation.Input;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.IncidentEvent;

import java.util.Optional;

/// What changes and facts of incidents tell the rules of remediation.
final class RemediationInputs {
    private RemediationInputs() {}

    /// The input, or nothing for records that mean nothing to them.
    static Optional<Input> of(SpecificRecord value) {
        return switch (value) {
            case ChangeEvent change -> change(change);
            case IncidentEvent event -> incident(event);
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
                    event.getOpened().getStream().equals(Stream.PAGE.name())
                            ? Optional.of(
                                    new Input.Opened(
                                            id,
                                            event.getEnvelope().getAt(),
                                            Severity.valueOf(event.getOpened().getSeverity())))
                            : Optional.empty();
            case SEVERITY_RAISED ->
                    Optional.of(
                            new Input.Raised(
                                    id, Severity.valueOf(event.getSeverityRaised().getTo())));
            case RESOLVED -> Optional.of(new Input.Resolved(id));
            default -> Optional.empty();
        };
    }
}
