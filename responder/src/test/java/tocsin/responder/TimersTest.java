package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Neighbours;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.policy.Silences;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.AlertKind;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Ten thousand timers over two virtual hours, while the processor is restarted again and again,
/// also without its timers: none early, none lost, none double.
class TimersTest {
    private static final long SEED = 20260105;
    private static final int SERVICES = 1_050;
    private static final Duration LENGTH = Duration.ofHours(2);
    private static final Duration SCAN = Duration.ofSeconds(1);
    private static final int RUNS = 12;

    private final Random random = new Random(SEED);
    private final MockProcessorContext<String, SpecificRecord> context =
            new MockProcessorContext<>();
    private final KeyValueStore<String, ServiceState> states =
            Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(ResponderTopology.SERVICE_STATES),
                            Serdes.String(),
                            new StateSerde<>(ServiceState.class))
                    .withLoggingDisabled()
                    .build();
    private final KeyValueStore<Bytes, byte[]> timers =
            Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(ResponderTopology.TIMERS),
                            Serdes.Bytes(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
    private final Map<String, ServiceState> fromLog = new HashMap<>();
    private final Set<String> fired = new HashSet<>();
    private Instant started = Records.NINE;
    private Instant now = Records.NINE;
    private int told;

    @Test
    void ten_thousand_timers_fire_once_each_and_never_early() {
        context.setRecordMetadata(Topics.ALERTS.name(Pipeline.PREFIX), 0, 0);
        states.init(context.getStateStoreContext(), states);
        timers.init(context.getStateStoreContext(), timers);
        var end = Records.NINE.plus(LENGTH);
        for (int run = 0; run < RUNS; run++) {
            run(Records.NINE.plus(LENGTH.multipliedBy(run + 1).dividedBy(RUNS)));
        }

        assertThat(fired).as("seed %d", SEED).hasSizeGreaterThan(10_000);
        assertThat(fromLog).hasSize(SERVICES);
        assertThat(fromLog.values())
                .as("seed %d: nothing is due any more", SEED)
                .allSatisfy(state ->
                        assertThat(state.timers())
                                .allMatch(timer -> timer.due().isAfter(end.minus(SCAN))));
    }

    /// One life of the processor, and a while in which there is none.
    private void run(Instant until) {
        if (random.nextBoolean()) {
            forgetTimers();
        }
        now = now.plusMillis(random.nextInt(40_000));
        started = now;
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        var processor =
                new IncidentProcessor(
                        Pipeline.PREFIX,
                        new Rulebooks(Definitions.always(DefinitionSet.EMPTY), Silences.NONE),
                        Neighbours.NONE,
                        new Commands(
                                "http://tocsin",
                                new Guidance(Definitions.always(DefinitionSet.EMPTY))),
                        new ResponderMeters(new SimpleMeterRegistry()),
                        new DecisionSpans(Traces.OFF, Pipeline.PREFIX));
        processor.init(context);
        while (now.isBefore(until)) {
            now = now.plus(SCAN);
            context.setCurrentSystemTimeMs(now.toEpochMilli());
            if (told < SERVICES && now.isAfter(started.plusSeconds(60))) {
                processor.process(alert("s" + told++));
            }
            context.scheduledPunctuators().stream()
                    .filter(scheduled -> !scheduled.cancelled())
                    .forEach(scheduled -> scheduled.getPunctuator().punctuate(now.toEpochMilli()));
            read();
        }
        context.scheduledPunctuators().forEach(MockProcessorContext.CapturedPunctuator::cancel);
    }

    private void forgetTimers() {
        try (var all = timers.all()) {
            all.forEachRemaining(entry -> timers.delete(entry.key));
        }
    }

    /// Looks at what was written since the last time.
    private void read() {
        var decisions = new HashSet<String>();
        for (var forward : context.forwarded()) {
            if (forward.record().value() instanceof IncidentEvent event) {
                var cause = event.getEnvelope().getCause();
                var before =
                        fromLog.getOrDefault(
                                event.getService(), ServiceState.of(event.getService()));
                if (!cause.getTimer().isEmpty()) {
                    var due = cause.getDue();
                    var late = Duration.between(due, now);
                    assertThat(late)
                            .as("%s is not early", cause)
                            .isGreaterThanOrEqualTo(Duration.ZERO);
                    assertThat(
                                    due.isBefore(started.plus(TimerGate.QUIET))
                                            || late.compareTo(SCAN) <= 0)
                            .as("%s is not late: %s", cause, late)
                            .isTrue();
                    var timer = event.getService() + " " + cause.getTimer() + " " + due;
                    if (decisions.add(timer)) {
                        assertThat(fired.add(timer)).as("%s fires once", timer).isTrue();
                    }
                }
                fromLog.put(event.getService(), before.apply(Facts.of(event).orElseThrow()));
            }
        }
        context.resetForwards();
    }

    private Record<String, SpecificRecord> alert(String service) {
        var alert =
                AlertEvent.newBuilder(Records.alert(now, AlertKind.FIRING, LENGTH.multipliedBy(2)))
                        .setService(service)
                        .build();
        return new Record<>(service, alert, now.toEpochMilli());
    }
}
