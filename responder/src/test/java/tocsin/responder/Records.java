package tocsin.responder;

import tocsin.schemas.ActionKind;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.AlertKind;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.Deployment;
import tocsin.schemas.Envelope;
import tocsin.schemas.Facet;
import tocsin.schemas.Maintenance;
import tocsin.schemas.OperatorAction;
import tocsin.schemas.WindowCounts;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Records of the services around the responder.
final class Records {
    static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private Records() {}

    static Breach breach(Instant at, BreachKind kind, String... firing) {
        return Breach.newBuilder()
                .setEnvelope(envelope("b1/1", at))
                .setKind(kind)
                .setService("checkout")
                .setBreach("b1")
                .setRevision(1)
                .setSlo("availability")
                .setRule("google-share")
                .setFacets(Arrays.stream(firing).map(name -> facet(name, at)).toList())
                .setText("212 of 9,480 requests failed")
                .build();
    }

    static ChangeEvent deployment(Instant at, ChangeState state) {
        return ChangeEvent.newBuilder()
                .setEnvelope(envelope("deployment-1/" + state, at))
                .setKind(ChangeKind.DEPLOYMENT)
                .setService("checkout")
                .setSource("changes")
                .setChange("run-812")
                .setState(state)
                .setActor("pipeline")
                .setDeployment(
                        Deployment.newBuilder()
                                .setVersion("2.14.0")
                                .setPreviousVersion("2.13.2")
                                .build())
                .build();
    }

    static AlertEvent alert(Instant at, AlertKind kind, Duration expiresIn) {
        return AlertEvent.newBuilder()
                .setEnvelope(envelope("alert-1", at))
                .setKind(kind)
                .setService("checkout")
                .setSource("alertmanager")
                .setFingerprint("0011223344556677")
                .setName("HighErrorRate")
                .setSeverity("critical")
                .setStartsAt(at)
                .setExpiresAt(at.plus(expiresIn))
                .setAnnotations(Map.of("summary", "too many errors"))
                .build();
    }

    static ChangeEvent maintenance(String change, ChangeState state, Instant from) {
        return ChangeEvent.newBuilder()
                .setEnvelope(envelope(change + "/" + state, from))
                .setKind(ChangeKind.MAINTENANCE)
                .setService("checkout")
                .setSource("changes/ci")
                .setChange(change)
                .setState(state)
                .setMaintenance(Maintenance.newBuilder().setFrom(from).build())
                .build();
    }

    static DeliveryEvent delivery(Instant at, DeliveryKind kind, String incident, String page) {
        return DeliveryEvent.newBuilder()
                .setEnvelope(envelope(page + "/1/" + kind, at))
                .setKind(kind)
                .setService("checkout")
                .setIncident(incident)
                .setPage(page)
                .setTarget("on-call")
                .setChannel("console")
                .build();
    }

    static OperatorAction acknowledge(Instant at, String action, String incident) {
        return OperatorAction.newBuilder()
                .setEnvelope(envelope(action, at))
                .setKind(ActionKind.ACKNOWLEDGE)
                .setService("checkout")
                .setIncident(incident)
                .setActor("on-call")
                .build();
    }

    private static Envelope envelope(String id, Instant at) {
        return Envelope.newBuilder().setId(id).setAt(at).setTrace(TRACE).build();
    }

    private static Facet facet(String name, Instant at) {
        return Facet.newBuilder()
                .setName(name)
                .setFiring(true)
                .setWindows(
                        List.of(
                                new WindowCounts(3_600_000L, at, 150.0, 9_480.0, 16.0),
                                new WindowCounts(300_000L, at, 212.0, 9_480.0, 22.0)))
                .build();
    }
}
