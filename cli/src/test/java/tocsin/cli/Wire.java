package tocsin.cli;

import tocsin.responder.remediation.Approval;
import tocsin.schemas.ActionKind;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.AlertKind;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.Counts;
import tocsin.schemas.Deployment;
import tocsin.schemas.Envelope;
import tocsin.schemas.Gauge;
import tocsin.schemas.Histogram;
import tocsin.schemas.Maintenance;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.OperatorAction;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.RemediationResultKind;
import tocsin.schemas.RemediationStep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Values as ingest and the operators' API write them.
final class Wire {
    static final String SERVICE = "checkout";
    static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static final Duration REPEATED_WITHIN = Duration.ofHours(4);

    private Wire() {}

    static MetricSample tick(Instant at) {
        return MetricSample.newBuilder()
                .setEnvelope(envelope("", at))
                .setKind(MetricKind.TICK)
                .build();
    }

    /// What the service counted in the second that ends at `at`.
    static MetricSample sample(Instant at, long bad, long total) {
        return MetricSample.newBuilder()
                .setEnvelope(envelope(SERVICE + "-" + at.getEpochSecond(), at))
                .setKind(MetricKind.COUNTS)
                .setService(SERVICE)
                .setSli("availability")
                .setCounts(
                        Counts.newBuilder()
                                .setLengthMillis(1_000)
                                .setGood(total - bad)
                                .setTotal(total)
                                .build())
                .build();
    }

    /// What something of the service stood at in the second that ends at `at`.
    static MetricSample gauge(String sli, Instant at, double value) {
        return gauge(sli, at, Duration.ofSeconds(1), value, 1);
    }

    /// What something of the service stood at, of a limit, in the time that ends at `at`.
    static MetricSample gauge(String sli, Instant at, Duration length, double value, double limit) {
        return MetricSample.newBuilder()
                .setEnvelope(envelope(sli + "-" + at.getEpochSecond(), at))
                .setKind(MetricKind.GAUGE)
                .setService(SERVICE)
                .setSli(sli)
                .setGauge(new Gauge(length.toMillis(), value, limit))
                .build();
    }

    /// How many events of the ten seconds that end at `at` were above 1 s, and in all.
    static MetricSample latency(Instant at, long slow, long all) {
        return MetricSample.newBuilder()
                .setEnvelope(envelope("latency-" + at.getEpochSecond(), at))
                .setKind(MetricKind.HISTOGRAM)
                .setService(SERVICE)
                .setSli("latency")
                .setHistogram(
                        new Histogram(10_000L, List.of(0.5, 1.0), List.of(all - slow, 0L, slow)))
                .build();
    }

    /// The end of a deployment.
    static ChangeEvent deployed(String version, Instant at) {
        return ChangeEvent.newBuilder()
                .setEnvelope(envelope("deployed-" + version, at))
                .setKind(ChangeKind.DEPLOYMENT)
                .setService(SERVICE)
                .setSource("changes")
                .setChange("run-" + version)
                .setState(ChangeState.FINISHED)
                .setDeployment(
                        Deployment.newBuilder()
                                .setVersion(version)
                                .setPreviousVersion("2.13.2")
                                .build())
                .build();
    }

    /// A tool tells of planned work.
    static ChangeEvent maintenance(ChangeState state, Instant from, Instant to, Instant at) {
        return ChangeEvent.newBuilder()
                .setEnvelope(envelope("maintenance-" + state, at))
                .setKind(ChangeKind.MAINTENANCE)
                .setService(SERVICE)
                .setSource("changes")
                .setChange("patch-7")
                .setState(state)
                .setActor("pipeline")
                .setSummary("the vendor patches")
                .setMaintenance(Maintenance.newBuilder().setFrom(from).setTo(to).build())
                .build();
    }

    /// An alert that began to fire at `startsAt` and says so at `now`.
    static AlertEvent firing(Instant startsAt, Instant now) {
        return firing(SERVICE, startsAt, now);
    }

    static AlertEvent firing(String service, Instant startsAt, Instant now) {
        return alert(service, AlertKind.FIRING, startsAt, startsAt)
                .setExpiresAt(now.plus(REPEATED_WITHIN))
                .build();
    }

    static AlertEvent resolved(Instant startsAt, Instant endsAt) {
        return resolved(SERVICE, startsAt, endsAt);
    }

    static AlertEvent resolved(String service, Instant startsAt, Instant endsAt) {
        return alert(service, AlertKind.RESOLVED, startsAt, endsAt).build();
    }

    private static AlertEvent.Builder alert(
            String service, AlertKind kind, Instant startsAt, Instant at) {
        return AlertEvent.newBuilder()
                .setEnvelope(Envelope.newBuilder(envelope("alert-1", at)).setTrace(TRACE).build())
                .setKind(kind)
                .setService(service)
                .setSource("alertmanager")
                .setFingerprint("0011223344556677")
                .setName("HighErrorRate")
                .setSeverity("critical")
                .setStartsAt(startsAt)
                .setAnnotations(Map.of("summary", "too many errors"));
    }

    static OperatorAction acknowledge(String id, Instant at, String incident, String actor) {
        return OperatorAction.newBuilder()
                .setEnvelope(envelope(id, at))
                .setKind(ActionKind.ACKNOWLEDGE)
                .setService(SERVICE)
                .setIncident(incident)
                .setActor(actor)
                .setNote("looking into it")
                .build();
    }

    /// A yes as the operators' API signs it.
    static OperatorAction proposal(
            String id, Instant at, String incident, String actor, Map<String, String> parameters) {
        return OperatorAction.newBuilder()
                .setEnvelope(envelope(id, at))
                .setKind(ActionKind.PROPOSE)
                .setService(SERVICE)
                .setIncident(incident)
                .setActor(actor)
                .setNote("the release before that was bad too")
                .setProposed("roll-back")
                .setParameters(parameters)
                .build();
    }

    static OperatorAction approval(Approval signed, RemediationCommand proposed) {
        return OperatorAction.newBuilder()
                .setEnvelope(envelope(signed.action(), signed.at()))
                .setKind(ActionKind.APPROVE)
                .setService(SERVICE)
                .setIncident(proposed.getIncident())
                .setActor(signed.approver())
                .setRevision(signed.revision())
                .setRemediation(signed.remediation())
                .setHash(signed.hash())
                .setValidUntil(signed.validUntil())
                .setKey(signed.key())
                .setSignature(signed.signature())
                .build();
    }

    /// What an executor tells of a run.
    static RemediationResult result(
            String remediation, RemediationStep step, RemediationResultKind kind, Instant at) {
        return RemediationResult.newBuilder()
                .setEnvelope(envelope("%s/%s/%s".formatted(remediation, step, kind), at))
                .setKind(kind)
                .setService(SERVICE)
                .setRemediation(remediation)
                .setStep(step)
                .build();
    }

    private static Envelope envelope(String id, Instant at) {
        return Envelope.newBuilder().setId(id).setAt(at).build();
    }
}
