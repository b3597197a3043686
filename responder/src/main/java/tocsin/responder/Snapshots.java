package tocsin.responder;

import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Incident;
import tocsin.schemas.Envelope;
import tocsin.schemas.IncidentStatus;

import java.time.Instant;

/// Current states of incidents, bounded in size.
final class Snapshots {
    private static final int CAUSES_MAX = 100;

    private Snapshots() {}

    /// How `incident` stands.
    static tocsin.schemas.Incident of(String service, Incident incident, Instant now) {
        return tocsin.schemas.Incident.newBuilder()
                .setEnvelope(
                        Envelope.newBuilder()
                                .setId(incident.id() + "/" + incident.sequence())
                                .setAt(now)
                                .build())
                .setKind(
                        switch (incident.status()) {
                            case OPEN -> IncidentStatus.OPEN;
                            case ACKNOWLEDGED -> IncidentStatus.ACKNOWLEDGED;
                            case RESOLVED -> IncidentStatus.RESOLVED;
                        })
                .setService(service)
                .setIncident(incident.id())
                .setSequence(incident.sequence())
                .setRevision(incident.revision())
                .setSeverity(incident.severity().name())
                .setTitle(incident.title())
                .setOpenedAt(incident.openedAt())
                .setAcknowledgedBy(incident.acknowledgedBy())
                .setFolded(incident.folding() == null ? 0 : incident.folding().alerts())
                .setFiringCauses(incident.firing().size())
                .setCauses(incident.causes().stream().map(Cause::id).limit(CAUSES_MAX).toList())
                .build();
    }
}
