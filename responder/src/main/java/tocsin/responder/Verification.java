package tocsin.responder;

import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

import tocsin.responder.incident.Input;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.policy.Silences;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Cause;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Decides the recorded causes once more, in the recorded order, and compares what comes out with
/// the recorded facts byte for byte.
public final class Verification {
    private static final int DIFFERENCES_MAX = 20;

    /// Naming the topic also prepares Avro for its class.
    private static final Topic<IncidentEvent> EVENTS = Topics.INCIDENT_EVENTS;

    private final Function<Cause, Optional<RecordedInput>> lookup;
    private final Rulebooks rulebooks;
    private final Map<String, ServiceState> states = new HashMap<>();
    private final Map<String, List<IncidentEvent>> pending = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private int causes;
    private int events;
    private long different;

    /// A record that led to facts.
    ///
    /// @param value the record of another service or of the operators' API
    /// @param recordTimestamp its timestamp on the log, which chooses the definitions
    public record RecordedInput(SpecificRecord value, Instant recordTimestamp) {}

    /// What came of it.
    ///
    /// @param different how many causes led to other facts than recorded
    /// @param differences the first of them, one sentence each
    public record Report(
            int services, int causes, int events, long different, List<String> differences) {
        public Report {
            differences = List.copyOf(differences);
        }

        /// Whether today's code decides as it was decided then.
        public boolean same() {
            return different == 0;
        }
    }

    private Verification(
            Function<Cause, Optional<RecordedInput>> lookup,
            Definitions definitions,
            Silences silences) {
        this.lookup = lookup;
        this.rulebooks = new Rulebooks(definitions, silences);
    }

    /// Verifies all facts of any number of services.
    ///
    /// @param events those of each service in the order of their partition, from the first
    /// @param lookup finds the record that a cause names
    public static Report verify(
            Iterable<IncidentEvent> events,
            Function<Cause, Optional<RecordedInput>> lookup,
            Definitions definitions,
            Silences silences) {
        var verification = new Verification(lookup, definitions, silences);
        events.forEach(verification::read);
        List.copyOf(verification.pending.keySet()).forEach(verification::decide);
        return new Report(
                verification.states.size(),
                verification.causes,
                verification.events,
                verification.different,
                verification.differences);
    }

    /// Facts of one decision stand side by side among those of their service.
    private void read(IncidentEvent event) {
        events++;
        var service = event.getService();
        var together = Optional.ofNullable(pending.get(service));
        if (together.filter(group -> !decidedTogether(group.getFirst(), event)).isPresent()) {
            decide(service);
        }
        pending.computeIfAbsent(service, _ -> new ArrayList<>()).add(event);
    }

    private static boolean decidedTogether(IncidentEvent one, IncidentEvent other) {
        return one.getEnvelope().getCause().equals(other.getEnvelope().getCause())
                && one.getDecidedAt().equals(other.getDecidedAt());
    }

    private void decide(String service) {
        causes++;
        var recorded = Optional.ofNullable(pending.remove(service)).orElse(List.of());
        var before =
                Optional.ofNullable(states.get(service)).orElseGet(() -> ServiceState.of(service));
        try {
            compare(recorded, again(before, recorded.getFirst()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            differs(recorded.getFirst(), String.valueOf(e.getMessage()));
        }
        // What was recorded is what happened; one difference must not lead to more.
        var after = before;
        for (var event : recorded) {
            after = Facts.of(event).map(after::apply).orElse(after);
        }
        states.put(service, after);
    }

    private List<IncidentEvent> again(ServiceState before, IncidentEvent first) {
        var cause = first.getEnvelope().getCause();
        var decidedAt = first.getDecidedAt();
        // Which trace it belonged to was not decided.
        var trace = first.getEnvelope().getTrace();
        if (!cause.getTimer().isEmpty()) {
            return Decided.of(
                            before,
                            new Input.TimerFired(cause.getTimer(), Facts.seen(first)),
                            decidedAt,
                            rulebooks.at(decidedAt, decidedAt),
                            cause,
                            trace)
                    .events();
        }
        var record =
                lookup.apply(cause)
                        .orElseThrow(
                                () -> new IllegalStateException("its cause is not on the log"));
        var input =
                Inputs.of(record.value())
                        .orElseThrow(() -> new IllegalStateException("its cause decides nothing"));
        return Decided.of(
                        before,
                        input,
                        decidedAt,
                        rulebooks.at(record.recordTimestamp(), decidedAt),
                        cause,
                        trace)
                .events();
    }

    private void compare(List<IncidentEvent> recorded, List<IncidentEvent> again) {
        for (int i = 0; i < Math.max(recorded.size(), again.size()); i++) {
            if (i >= again.size()) {
                differs(recorded.get(i), "it is not decided any more");
                return;
            }
            if (i >= recorded.size()) {
                differs(recorded.getLast(), "it is followed by " + again.get(i));
                return;
            }
            if (!bytes(recorded.get(i)).equals(bytes(again.get(i)))) {
                differs(recorded.get(i), "now it is " + again.get(i));
                return;
            }
        }
    }

    private void differs(IncidentEvent recorded, String how) {
        different++;
        if (differences.size() < DIFFERENCES_MAX) {
            differences.add(
                    "%s %s decided at %s: %s"
                            .formatted(
                                    recorded.getEnvelope().getId(),
                                    recorded.getKind(),
                                    recorded.getDecidedAt(),
                                    how));
        }
    }

    private static ByteBuffer bytes(IncidentEvent event) {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new SpecificDatumWriter<IncidentEvent>(
                            EVENTS.schema(), SpecificData.getForClass(EVENTS.type()))
                    .write(event, encoder);
            return ByteBuffer.wrap(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
