package tocsin.cli;

import tocsin.responder.Controls;
import tocsin.responder.Verification;
import tocsin.runtime.ControlsView;
import tocsin.runtime.DefinitionsView;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;
import tocsin.schemas.Cause;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Feeds the causes on a log through today's rules and compares what they decide with what was
/// decided then.
final class LogVerification {
    private static final List<Topic<?>> INPUTS =
            List.of(
                    Topics.BREACHES,
                    Topics.ALERTS,
                    Topics.ACTIONS,
                    Topics.DELIVERIES,
                    Topics.REMEDIATIONS);
    private static final Duration DEFINITIONS_LIMIT = Duration.ofSeconds(30);

    private record Place(String topic, int partition, long offset) {
        static Place of(Cause cause) {
            return new Place(cause.getTopic(), cause.getPartition(), cause.getOffset());
        }
    }

    private LogVerification() {}

    /// Verifies every fact on the log.
    static Verification.Report of(KafkaConfig kafka) {
        try (var platform = new Platform(kafka);
                var definitions = new DefinitionsView("verify", platform);
                var controls = new ControlsView("verify", platform)) {
            definitions.demandCaughtUp(DEFINITIONS_LIMIT);
            controls.demandCaughtUp(DEFINITIONS_LIMIT);
            var reader = new LogReader(kafka, platform.serdes());
            List<IncidentEvent> events = reader.values(Topics.INCIDENT_EVENTS);
            var inputs = inputs(reader, places(events));
            return Verification.verify(
                    events,
                    cause -> Optional.ofNullable(inputs.get(Place.of(cause))),
                    definitions,
                    Controls.of(controls));
        }
    }

    /// One line for people.
    static String summary(Verification.Report report) {
        var counted =
                "%d facts of %d services, decided again from their %d causes: "
                        .formatted(report.events(), report.services(), report.causes());
        return report.same()
                ? counted + "the same, byte for byte"
                : counted
                        + report.different()
                        + " DIFFER\n  "
                        + String.join("\n  ", report.differences());
    }

    private static Set<Place> places(List<IncidentEvent> events) {
        var places = new HashSet<Place>();
        events.forEach(event -> places.add(Place.of(event.getEnvelope().getCause())));
        return places;
    }

    private static Map<Place, Verification.RecordedInput> inputs(
            LogReader reader, Set<Place> wanted) {
        var inputs = new HashMap<Place, Verification.RecordedInput>();
        for (var topic : INPUTS) {
            reader.read(
                    topic,
                    read -> {
                        var place = new Place(topic.name(), read.partition(), read.offset());
                        if (wanted.contains(place)) {
                            inputs.put(
                                    place,
                                    new Verification.RecordedInput(
                                            read.value(), Instant.ofEpochMilli(read.timestamp())));
                        }
                    });
        }
        return inputs;
    }
}
