package tocsin.cli;

import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.Comparator.naturalOrder;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.avro.specific.SpecificRecord;

import tocsin.detector.DetectorTopology;
import tocsin.notifier.delivery.Command;
import tocsin.responder.ApprovalKey;
import tocsin.responder.Controls;
import tocsin.responder.OpenIncidents;
import tocsin.responder.RemediationGuard;
import tocsin.responder.ResponderTopology;
import tocsin.responder.StoreType;
import tocsin.responder.Verification;
import tocsin.responder.api.IncidentModel;
import tocsin.responder.incident.Neighbour;
import tocsin.responder.incident.Neighbours;
import tocsin.responder.policy.Silence;
import tocsin.runtime.ControlHistory;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionHistory;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.ActionKind;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.OperatorAction;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Detector, responder and the notifier's core, joined topic to topic in one thread on a virtual
/// clock. At its end no phone may have got what the test did not expect.
///
/// ```
/// samples, ticks --> [detector] --breaches--> [responder] --escalations--> [notifier] --> phones
///                           alerts, actions -----^  ^--------deliveries-------|
/// ```
final class Pipeline implements AutoCloseable {
    static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private static final List<Topic<?>> INPUTS =
            List.of(
                    Topics.BREACHES,
                    Topics.ALERTS,
                    Topics.ACTIONS,
                    Topics.DELIVERIES,
                    Topics.CHANGES,
                    Topics.REMEDIATION_RESULTS);

    /// Signs approvals.
    static final ApprovalKey KEY = ApprovalKey.parse(ApprovalKey.generate());

    private final TopicLog log;
    private final Phones phones = new Phones();
    private final NotifierPart notifier;
    private final DefinitionHistory definitions = new DefinitionHistory();
    private final IncidentModel model = new IncidentModel();
    private final OpenIncidents open = new OpenIncidents(model, () -> true);
    private final StreamsPart detector;
    private final StreamsPart responder;
    private final Instant start;
    private Instant now;
    private Optional<String> stopped = Optional.empty();
    private final ControlHistory controls = new ControlHistory();
    private int followed;
    private int controlled;
    private long bad;
    private long total;

    /// @param folder for what the services keep on disk
    /// @param documents in effect from the beginning
    Pipeline(Path folder, List<Document> documents) {
        this(folder, documents, NINE);
    }

    Pipeline(Path folder, List<Document> documents, Instant start) {
        this(
                folder,
                documents,
                start,
                ValueSerdes.own(TopicLog.PREFIX, new InMemorySchemaRegistry()),
                Traces.OFF);
    }

    Pipeline(Path folder, List<Document> documents, ValueSerdes serdes, Traces traces) {
        this(folder, documents, NINE, serdes, traces);
    }

    private Pipeline(
            Path folder,
            List<Document> documents,
            Instant start,
            ValueSerdes serdes,
            Traces traces) {
        this.start = start;
        now = start;
        log = new TopicLog(serdes);
        notifier = new NotifierPart(log, phones);
        define(documents, Instant.EPOCH);
        detector =
                new StreamsPart(
                        "detector",
                        new DetectorTopology(
                                        log.serdes(),
                                        definitions,
                                        false,
                                        new SimpleMeterRegistry(),
                                        traces)
                                .get(),
                        List.of(Topics.METRICS),
                        List.of(Topics.BREACHES, Topics.SIGNALS),
                        log,
                        folder,
                        now);
        responder =
                new StreamsPart(
                        "responder",
                        new ResponderTopology(
                                        log.serdes(),
                                        definitions,
                                        this::silences,
                                        new Followed(),
                                        StoreType.IN_MEMORY,
                                        "http://tocsin",
                                        new RemediationGuard(KEY.keys(), _ -> stopped),
                                        new SimpleMeterRegistry(),
                                        traces)
                                .get(),
                        INPUTS,
                        List.of(
                                Topics.INCIDENT_EVENTS,
                                Topics.ESCALATIONS,
                                Topics.INCIDENTS,
                                Topics.REMEDIATIONS,
                                Topics.CONTROLS),
                        log,
                        folder,
                        now);
    }

    Instant now() {
        return now;
    }

    /// Applies another set of definitions.
    void define(List<Document> documents, Instant effectiveFrom) {
        long version = definitions.newest().version() + 1;
        definitions.add(new DefinitionSet(version, "digest-" + version, effectiveFrom, documents));
    }

    /// Turns the kill switch of remediation.
    void stopRemediation(Optional<String> reason) {
        stopped = reason;
    }

    Phones phones() {
        return phones;
    }

    /// What the service does each second from now on, until told otherwise.
    void traffic(long badEvents, long events) {
        bad = badEvents;
        total = events;
    }

    /// Something measured beside that.
    void sample(MetricSample sample) {
        log.append(Topics.METRICS, sample.getService(), sample, now);
    }

    /// Lets time pass. Ingest's clock ticks each second.
    void advance(Duration time) {
        var end = now.plus(time);
        while (now.isBefore(end)) {
            moveTo(nextMoment(end));
        }
    }

    /// Puts a record on a topic that ingest or the operators' API writes.
    <T extends SpecificRecord> void put(Topic<T> topic, T value) {
        put(topic, Wire.SERVICE, value);
    }

    private <T extends SpecificRecord> void put(Topic<T> topic, String service, T value) {
        log.append(topic, service, value, now);
        settle();
    }

    /// The alert of another system fires, repeated or not.
    void alertFires() {
        alertFires(Wire.SERVICE);
    }

    void alertFires(String service) {
        put(Topics.ALERTS, service, Wire.firing(service, start, now));
    }

    /// So many alerts fire at once, each another.
    void storm(int alerts) {
        for (int n = 0; n < alerts; n++) {
            var alert =
                    AlertEvent.newBuilder(Wire.firing(now, now))
                            .setFingerprint(HexFormat.of().toHexDigits((long) n))
                            .build();
            log.append(Topics.ALERTS, Wire.SERVICE, alert, now);
        }
        settle();
    }

    void alertEnds() {
        alertEnds(Wire.SERVICE);
    }

    void alertEnds(String service) {
        put(Topics.ALERTS, service, Wire.resolved(service, start, now));
    }

    /// Somebody takes on the incident that was opened last.
    void acknowledge(String actor) {
        int id = log.records(Topics.ACTIONS).size() + 1;
        put(Topics.ACTIONS, Wire.acknowledge("action-" + id, now, incident(), actor));
    }

    /// Somebody takes on the newest incident of a service.
    void acknowledge(String actor, String service) {
        var incident =
                facts(IncidentEventKind.OPENED).stream()
                        .filter(event -> event.getService().equals(service))
                        .toList()
                        .getLast()
                        .getIncident();
        int id = log.records(Topics.ACTIONS).size() + 1;
        put(
                Topics.ACTIONS,
                service,
                OperatorAction.newBuilder(Wire.acknowledge("action-" + id, now, incident, actor))
                        .setService(service)
                        .build());
    }

    /// Somebody asks for something else on that incident, as it stands on the log.
    void act(ActionKind kind, String actor, UnaryOperator<OperatorAction.Builder> details) {
        int id = log.records(Topics.ACTIONS).size() + 1;
        var action = Wire.acknowledge("action-" + id, now, incident(), actor);
        put(Topics.ACTIONS, details.apply(OperatorAction.newBuilder(action).setKind(kind)).build());
    }

    /// What operators read. It follows the log.
    IncidentModel model() {
        return model;
    }

    /// Those in effect at each time.
    Definitions definitions() {
        return definitions;
    }

    /// Id of the incident that was opened last.
    String incident() {
        return facts(IncidentEventKind.OPENED).getLast().getIncident();
    }

    List<IncidentEvent> facts(IncidentEventKind kind) {
        return values(Topics.INCIDENT_EVENTS).stream()
                .filter(event -> event.getKind() == kind)
                .toList();
    }

    /// What became known, in order.
    List<IncidentEventKind> kinds() {
        return values(Topics.INCIDENT_EVENTS).stream().map(IncidentEvent::getKind).toList();
    }

    <T extends SpecificRecord> List<T> values(Topic<T> topic) {
        return log.values(topic);
    }

    /// Everything on every topic.
    List<String> lines() {
        return log.lines();
    }

    Phones.Call expectPage(String target, String channel) {
        return phones.expect(Command.Kind.PAGE, target, channel);
    }

    Phones.Call expectNotice(String target, String channel) {
        return phones.expect(Command.Kind.NOTICE, target, channel);
    }

    Phones.Call expectUpdateDue(String target, String channel) {
        return phones.expect(Command.Kind.UPDATE_DUE, target, channel);
    }

    Phones.Call expectResolved(String target, String channel) {
        return phones.expect(Command.Kind.RESOLVED, target, channel);
    }

    void expectSilence() {
        phones.expectSilence();
    }

    /// Decides everything once more from what is on the log.
    Verification.Report verify() {
        return Verification.verify(
                values(Topics.INCIDENT_EVENTS), log::find, definitions, this::silences);
    }

    /// Somebody silences whatever has this label.
    void silence(String id, String label, String value, Duration time) {
        log.append(
                Topics.CONTROLS,
                id,
                Control.newBuilder()
                        .setEnvelope(Envelope.newBuilder().setId(id).setAt(now).build())
                        .setKind(ControlKind.SILENCE)
                        .setFrom(now)
                        .setTo(now.plus(time))
                        .setAuthor("on-call")
                        .setReason("we know")
                        .setMatchers(Map.of(label, value))
                        .build(),
                now);
    }

    /// What the responder follows on its own log. What other services have, as the log tells it by
    /// now.
    private final class Followed implements Neighbours {
        @Override
        public List<Neighbour> of(Collection<String> services) {
            follow();
            return open.of(services);
        }

        @Override
        public Optional<Map<Root, List<Neighbour>>> attached() {
            follow();
            return open.attached();
        }
    }

    private void follow() {
        var records = log.records(Topics.INCIDENT_EVENTS);
        for (; followed < records.size(); followed++) {
            open.read(log.value(Topics.INCIDENT_EVENTS, records.get(followed)));
        }
    }

    private List<Silence> silences(Instant time) {
        var records = log.records(Topics.CONTROLS);
        for (; controlled < records.size(); controlled++) {
            controls.add(log.value(Topics.CONTROLS, records.get(controlled)));
        }
        return Controls.of(controls.at(time));
    }

    /// The next second, unless the notifier has something to do before.
    private Instant nextMoment(Instant end) {
        var second = now.truncatedTo(SECONDS).plusSeconds(1);
        var due = notifier.nextDue(now).filter(moment -> moment.isAfter(now)).orElse(end);
        return Stream.of(second, due, end).min(naturalOrder()).orElseThrow();
    }

    private void moveTo(Instant moment) {
        var step = Duration.between(now, moment);
        now = moment;
        detector.advance(step);
        responder.advance(step);
        if (now.equals(now.truncatedTo(SECONDS))) {
            measure();
        }
        settle();
    }

    private void measure() {
        if (total > 0) {
            log.append(Topics.METRICS, Wire.SERVICE, Wire.sample(now, bad, total), now);
        }
        log.append(Topics.METRICS, "", Wire.tick(now), now);
    }

    /// Moves records along until nothing moves any more.
    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = detector.turn();
            busy |= responder.turn();
            busy |= notifier.turn(now);
        }
        follow();
    }

    @Override
    public void close() {
        try (detector;
                responder) {
            expectSilence();
        }
    }
}
