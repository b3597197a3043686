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
import tocsin.schemas.AlertKind;
import tocsin.schemas.BreachKind;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.Incident;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A processor that starts with the states that another left behind.
class RestartTest {
    private static final Instant NINE = Records.NINE;

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

    RestartTest() {
        context.setRecordMetadata(Topics.BREACHES.name(Pipeline.PREFIX), 0, 0);
        states.init(context.getStateStoreContext(), states);
        timers.init(context.getStateStoreContext(), timers);
    }

    @Test
    void a_deadline_survives_a_restart_even_without_its_timer() {
        var first = start(NINE);
        first.process(breach("PAGE_FAST"));
        forget();
        try (var all = timers.all()) {
            all.forEachRemaining(entry -> timers.delete(entry.key));
        }

        start(NINE.plusSeconds(50));
        tick(NINE.plusSeconds(59));
        assertThat(commands()).isEmpty();

        tick(NINE.plusSeconds(60));
        assertThat(commands()).containsExactly(EscalationKind.WITHDRAW, EscalationKind.PAGE);
    }

    @Test
    void what_a_timer_leads_to_after_a_restart_belongs_to_the_trace_of_what_set_it() {
        start(NINE).process(breach("PAGE_FAST"));
        forget();

        start(NINE.plusSeconds(50));
        tick(NINE.plusSeconds(60));

        assertThat(forwarded(EscalationCommand.class))
                .extracting(command -> command.getEnvelope().getTrace())
                .containsExactly(Records.TRACE, Records.TRACE);
        assertThat(forwarded(IncidentEvent.class))
                .isNotEmpty()
                .allMatch(event -> event.getEnvelope().getTrace().equals(Records.TRACE));
    }

    @Test
    void an_overdue_deadline_waits_until_inputs_have_been_quiet() {
        start(NINE).process(breach("PAGE_FAST"));
        forget();

        var again = start(NINE.plusSeconds(600));
        tick(NINE.plusSeconds(601));
        again.process(breach("PAGE_FAST"));
        tick(NINE.plusSeconds(602));
        assertThat(commands()).isEmpty();

        tick(NINE.plusSeconds(603));
        assertThat(commands()).containsExactly(EscalationKind.WITHDRAW, EscalationKind.PAGE);
    }

    @Test
    void a_flood_of_inputs_holds_deadlines_for_half_a_minute_at_most() {
        start(NINE).process(breach("PAGE_FAST"));
        forget();

        var again = start(NINE.plusSeconds(600));
        for (int second = 600; second < 630; second++) {
            context.setCurrentSystemTimeMs(NINE.plusSeconds(second).toEpochMilli());
            again.process(breach("PAGE_FAST"));
            tick(NINE.plusSeconds(second));
            assertThat(commands()).isEmpty();
        }
        tick(NINE.plusSeconds(630));
        assertThat(commands()).isNotEmpty();
    }

    @Test
    void our_own_outage_ends_no_alert() {
        start(NINE).process(input(Records.alert(NINE, AlertKind.FIRING, Duration.ofMinutes(2))));
        var page = (EscalationCommand) context.forwarded().getLast().record().value();
        forget();

        start(NINE.plusSeconds(3_600))
                .process(
                        input(
                                Records.delivery(
                                        NINE,
                                        DeliveryKind.ACCEPTED,
                                        page.getIncident(),
                                        page.getPage())));
        tick(NINE.plusSeconds(3_600 + 299));
        assertThat(commands()).doesNotContain(EscalationKind.RESOLVED);

        tick(NINE.plusSeconds(3_600 + 300));
        assertThat(commands()).contains(EscalationKind.RESOLVED);
    }

    @Test
    void snapshots_of_open_incidents_are_written_anew() {
        start(NINE).process(breach("PAGE_FAST"));
        forget();

        start(NINE.plusSeconds(10));
        tick(NINE.plusSeconds(11));

        assertThat(context.forwarded())
                .extracting(forward -> forward.record().value())
                .hasOnlyElementsOfType(Incident.class)
                .hasSize(1);
    }

    private IncidentProcessor start(Instant now) {
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        var processor =
                new IncidentProcessor(
                        Pipeline.PREFIX,
                        new Rulebooks(Pipeline.DEFINITIONS, Silences.NONE),
                        Neighbours.NONE,
                        new Commands("http://tocsin", new Guidance(Pipeline.DEFINITIONS)),
                        new ResponderMeters(new SimpleMeterRegistry()),
                        new DecisionSpans(Traces.OFF, Pipeline.PREFIX));
        processor.init(context);
        return processor;
    }

    /// What was forwarded and scheduled before does not count any more.
    private void forget() {
        context.resetForwards();
        context.scheduledPunctuators().forEach(MockProcessorContext.CapturedPunctuator::cancel);
    }

    private void tick(Instant now) {
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        context.scheduledPunctuators().stream()
                .filter(scheduled -> !scheduled.cancelled())
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(now.toEpochMilli()));
    }

    private List<EscalationKind> commands() {
        return forwarded(EscalationCommand.class).stream().map(EscalationCommand::getKind).toList();
    }

    private <T> List<T> forwarded(Class<T> type) {
        return context.forwarded().stream()
                .map(forward -> forward.record().value())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static Record<String, SpecificRecord> breach(String facet) {
        return input(Records.breach(NINE, BreachKind.FIRING, facet));
    }

    private static Record<String, SpecificRecord> input(SpecificRecord value) {
        return new Record<>("checkout", value, NINE.toEpochMilli());
    }
}
