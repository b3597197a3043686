package tocsin.schemas;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.NullMarked;

import java.time.Duration;
import java.util.List;

/// The topic catalogue: the only place where a topic's name is written. Each topic has one writer;
/// dead letters excepted.
@NullMarked
public final class Topics {
    /// Default prefix of every topic's name.
    public static final String DEFAULT_PREFIX = "tocsin.";

    private static final Duration TEN_WEEKS = Duration.ofDays(70);
    private static final Duration YEAR = Duration.ofDays(365);

    /// Samples and ticks; ingest writes.
    public static final Topic<MetricSample> METRICS =
            byService("metrics", MetricSample.class, MetricSample.getClassSchema(), TEN_WEEKS);

    /// Alerts of other systems; ingest writes.
    public static final Topic<AlertEvent> ALERTS =
            byService("alerts", AlertEvent.class, AlertEvent.getClassSchema(), YEAR);

    /// What people and their tools changed; ingest writes.
    public static final Topic<ChangeEvent> CHANGES =
            byService("changes", ChangeEvent.class, ChangeEvent.getClassSchema(), YEAR);

    /// What people asked for in another system's protocol; ingest writes.
    public static final Topic<OperatorAction> OUTSIDE_ACTIONS =
            byService(
                    "outside-actions", OperatorAction.class, OperatorAction.getClassSchema(), YEAR);

    /// Broken objectives; the detector writes.
    public static final Topic<Breach> BREACHES =
            byService("breaches", Breach.class, Breach.getClassSchema(), YEAR);

    /// How objectives stand; the detector writes.
    public static final Topic<SignalPoint> SIGNALS =
            byService("signals", SignalPoint.class, SignalPoint.getClassSchema(), TEN_WEEKS);

    /// What people asked for; the responder's API writes.
    public static final Topic<OperatorAction> ACTIONS =
            byService("actions", OperatorAction.class, OperatorAction.getClassSchema(), YEAR);

    /// Every fact of every incident; the responder writes.
    public static final Topic<IncidentEvent> INCIDENT_EVENTS =
            byService(
                    "incident-events",
                    IncidentEvent.class,
                    IncidentEvent.getClassSchema(),
                    Topic.FOREVER);

    /// Current state by incident id; the responder writes.
    public static final Topic<Incident> INCIDENTS =
            new Topic<>(
                    "incidents",
                    Incident.class,
                    Incident.getClassSchema(),
                    Topic.Layout.COMPACTED,
                    Topic.FOREVER);

    /// Who is to be told; the responder writes.
    public static final Topic<EscalationCommand> ESCALATIONS =
            byService(
                    "escalations",
                    EscalationCommand.class,
                    EscalationCommand.getClassSchema(),
                    YEAR);

    /// What came of it; the notifier writes.
    public static final Topic<DeliveryEvent> DELIVERIES =
            byService("deliveries", DeliveryEvent.class, DeliveryEvent.getClassSchema(), YEAR);

    /// Remediations and their states; the responder writes.
    public static final Topic<RemediationCommand> REMEDIATIONS =
            byService(
                    "remediations",
                    RemediationCommand.class,
                    RemediationCommand.getClassSchema(),
                    YEAR);

    /// What was done about them; the executor writes.
    public static final Topic<RemediationResult> REMEDIATION_RESULTS =
            byService(
                    "remediation-results",
                    RemediationResult.class,
                    RemediationResult.getClassSchema(),
                    YEAR);

    /// Configuration with its history; the responder's API writes.
    public static final Topic<Definition> DEFINITIONS =
            single("definitions", Definition.class, Definition.getClassSchema());

    /// Silences, maintenance, kill switch; the responder writes.
    public static final Topic<Control> CONTROLS =
            single("controls", Control.class, Control.getClassSchema());

    /// Every topic with an Avro value.
    public static final List<Topic<?>> ALL =
            List.of(
                    METRICS,
                    ALERTS,
                    CHANGES,
                    OUTSIDE_ACTIONS,
                    BREACHES,
                    SIGNALS,
                    ACTIONS,
                    INCIDENT_EVENTS,
                    INCIDENTS,
                    ESCALATIONS,
                    DELIVERIES,
                    REMEDIATIONS,
                    REMEDIATION_RESULTS,
                    DEFINITIONS,
                    CONTROLS);

    /// Records nobody could read, as the bytes they came in; headers tell topic, partition, offset
    /// and reason. Any service writes.
    public static final String DEAD_LETTERS = "dead-letters";

    /// How long dead letters are kept.
    public static final Duration DEAD_LETTERS_RETENTION = Duration.ofDays(30);

    private Topics() {}

    private static <T extends SpecificRecord> Topic<T> byService(
            String name, Class<T> type, Schema schema, Duration retention) {
        return new Topic<>(name, type, schema, Topic.Layout.BY_SERVICE, retention);
    }

    private static <T extends SpecificRecord> Topic<T> single(
            String name, Class<T> type, Schema schema) {
        return new Topic<>(name, type, schema, Topic.Layout.SINGLE_PARTITION, Topic.FOREVER);
    }
}
