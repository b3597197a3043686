package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.responder.incident.Neighbours;
import tocsin.responder.policy.Silences;
import tocsin.schemas.AlertKind;
import tocsin.schemas.BreachKind;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.IncidentStatus;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class ResponderTopologyTest {
    @TempDir private Path stateDir;
    private Pipeline pipeline;

    @BeforeEach
    void start() {
        pipeline = new Pipeline(stateDir);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @ParameterizedTest(name = "breach first: {0}")
    @ValueSource(booleans = {true, false})
    void a_breach_and_an_alert_end_in_one_incident_and_one_page(boolean breachFirst) {
        var breach = Records.breach(pipeline.now(), BreachKind.FIRING, "PAGE_FAST", "PAGE_SLOW");
        var alert = Records.alert(pipeline.now(), AlertKind.FIRING, Duration.ofHours(4));
        for (var record : breachFirst ? List.of(breach, alert) : List.of(alert, breach)) {
            pipeline.put(record);
        }

        assertThat(kinds(pipeline.news())).containsOnlyOnce(IncidentEventKind.OPENED);
        assertThat(pipeline.commands.readValuesToList())
                .extracting(EscalationCommand::getKind)
                .containsExactly(EscalationKind.PAGE);
        pipeline.advance(Duration.ofSeconds(1));
        assertThat(pipeline.incidents.readValuesToList())
                .last()
                .satisfies(incident -> {
                    assertThat(incident.getKind()).isEqualTo(IncidentStatus.OPEN);
                    assertThat(incident.getFiringCauses()).isEqualTo(2);
                });
    }

    @Test
    void an_event_names_its_cause_and_carries_its_trace_and_time() {
        pipeline.advance(Duration.ofSeconds(3));
        pipeline.put(Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));

        var record = pipeline.events.readRecord();
        var event = record.value();
        assertThat(record.key()).isEqualTo("checkout");
        assertThat(record.timestamp()).isEqualTo(pipeline.now().toEpochMilli());
        assertThat(event.getEnvelope().getId()).isEqualTo(event.getIncident() + "/1");
        assertThat(event.getEnvelope().getAt()).isEqualTo(Records.NINE);
        assertThat(event.getEnvelope().getTrace()).isEqualTo(Records.TRACE);
        assertThat(event.getEnvelope().getCause().getTopic()).isEqualTo("breaches");
        assertThat(event.getEnvelope().getCause().getOffset()).isZero();
        assertThat(event.getDecidedAt()).isEqualTo(pipeline.now());
        assertThat(event.getDefinitions()).isEqualTo(1);
        assertThat(event.getOpened().getReason())
                .isEqualTo("PAGE_FAST on tier 1 is SEV-2 (matrix default)");
    }

    @Test
    void a_page_carries_all_that_a_message_needs() {
        pipeline.put(Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));

        var command = pipeline.commands.readValue();
        assertThat(command.getTarget()).isEqualTo("on-call");
        assertThat(command.getChannels()).containsExactly("console");
        assertThat(command.getEnvelope().getId()).isEqualTo(command.getPage());
        assertThat(command.getDeliverBy()).isEqualTo(pipeline.now().plusSeconds(60));
        assertThat(command.getMessage().getSeverity()).isEqualTo("SEV2");
        assertThat(command.getMessage().getTitle())
                .isEqualTo("checkout: availability burns its error budget");
        assertThat(command.getMessage().getEvidence()).isEqualTo("212 of 9,480 requests failed");
        assertThat(command.getMessage().getImpact()).isEqualTo("customers cannot pay");
        assertThat(command.getMessage().getStatus()).isEqualTo("open, nobody has acknowledged");
        assertThat(command.getMessage().getLinks())
                .containsEntry("dashboard", "https://g.example/d/1")
                .containsEntry("incident", "http://tocsin/v1/incidents/" + command.getIncident());
    }

    @Test
    void a_page_not_accepted_in_time_is_withdrawn_and_the_last_resort_is_paged() {
        pipeline.put(Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));
        pipeline.advance(Duration.ofMillis(59_900));
        assertThat(pipeline.commands.readValuesToList()).hasSize(1);

        pipeline.advance(Duration.ofMillis(300));

        var commands = pipeline.commands.readValuesToList();
        assertThat(commands)
                .extracting(EscalationCommand::getKind)
                .containsExactly(EscalationKind.WITHDRAW, EscalationKind.PAGE);
        assertThat(commands.getFirst().getEnvelope().getId()).endsWith("/withdrawn");
        assertThat(commands.getLast().getStep()).isEqualTo(-1);
        assertThat(pipeline.news())
                .last()
                .satisfies(event ->
                        assertThat(event.getEnvelope().getCause().getTimer())
                                .startsWith("delivery/"));
    }

    @Test
    void an_accepted_and_acknowledged_page_goes_no_further() {
        pipeline.put(Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));
        var page = pipeline.commands.readValue();
        pipeline.put(
                Records.delivery(
                        pipeline.now(), DeliveryKind.ACCEPTED, page.getIncident(), page.getPage()));
        pipeline.put(Records.acknowledge(pipeline.now(), "x1", page.getIncident()));
        pipeline.advance(Duration.ofHours(1));

        assertThat(pipeline.commands.readValuesToList())
                .extracting(EscalationCommand::getKind)
                .containsExactly(EscalationKind.ACKNOWLEDGED);
        assertThat(pipeline.news())
                .filteredOn(event -> event.getAcknowledged() != null)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.getAcknowledged().getAction()).isEqualTo("x1"));
        assertThat(
                        pipeline.driver
                                .<Object, Object>getKeyValueStore("timers")
                                .approximateNumEntries())
                .isZero();
    }

    @Test
    void steps_of_a_delivery_that_change_nothing_leave_nothing() {
        pipeline.put(Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));
        pipeline.news();
        for (var kind :
                List.of(
                        DeliveryKind.UNKNOWN,
                        DeliveryKind.QUEUED,
                        DeliveryKind.STARTED,
                        DeliveryKind.RETRY,
                        DeliveryKind.REFUSED,
                        DeliveryKind.OUTCOME_UNKNOWN)) {
            pipeline.put(Records.delivery(pipeline.now(), kind, "i", "p"));
        }
        pipeline.put(Records.breach(pipeline.now(), BreachKind.UNKNOWN));

        assertThat(pipeline.news()).isEmpty();
    }

    @Test
    void a_record_without_a_usable_key_is_kept_as_a_dead_letter() {
        pipeline.put(
                Topics.BREACHES,
                "check\0out",
                Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));

        assertThat(pipeline.news()).isEmpty();
        var letters =
                pipeline.driver.createOutputTopic(
                        Pipeline.PREFIX + Topics.DEAD_LETTERS,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        assertThat(letters.readRecord().headers().lastHeader("reason")).isNotNull();
    }

    @Test
    void everybody_told_hears_that_it_is_over() {
        pipeline.put(Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));
        var page = pipeline.commands.readValue();
        pipeline.put(
                Records.delivery(
                        pipeline.now(), DeliveryKind.ACCEPTED, page.getIncident(), page.getPage()));
        pipeline.put(Records.breach(Records.NINE, BreachKind.CLEARED));

        assertThat(pipeline.commands.readValuesToList())
                .extracting(EscalationCommand::getKind)
                .containsExactly(EscalationKind.RESOLVED);
        pipeline.advance(Duration.ofSeconds(1));
        assertThat(pipeline.incidents.readValue().getKind()).isEqualTo(IncidentStatus.RESOLVED);
    }

    @Test
    void what_is_over_lasted_so_long_and_hurts_nobody_any_more() {
        pipeline.put(Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));
        var page = pipeline.commands.readValue();
        pipeline.put(
                Records.delivery(
                        pipeline.now(), DeliveryKind.ACCEPTED, page.getIncident(), page.getPage()));
        pipeline.advance(Duration.ofSeconds(72));
        pipeline.put(Records.breach(Records.NINE, BreachKind.CLEARED));

        var message = pipeline.commands.readValue().getMessage();
        assertThat(message.getStatus()).isEqualTo("resolved after 1 min");
        assertThat(message.getImpact()).isEmpty();
        assertThat(message.getLinks()).containsKey("dashboard");
    }

    @Test
    void what_was_resolved_a_month_ago_leaves_the_current_states() {
        pipeline.put(Records.breach(Records.NINE, BreachKind.FIRING, "PAGE_FAST"));
        pipeline.put(Records.breach(Records.NINE, BreachKind.CLEARED));
        pipeline.advance(Duration.ofSeconds(1));
        var id = pipeline.incidents.readValue().getIncident();

        pipeline.advance(Duration.ofDays(30).minusSeconds(2));
        assertThat(pipeline.incidents.isEmpty()).isTrue();
        pipeline.advance(Duration.ofSeconds(2));

        assertThat(pipeline.incidents.readKeyValuesToList())
                .containsExactly(KeyValue.pair(id, null));
        pipeline.advance(Duration.ofDays(40));
        assertThat(pipeline.incidents.isEmpty()).isTrue();
    }

    @Test
    void every_name_is_ours() {
        var description =
                new ResponderTopology(
                                ValueSerdes.own(Pipeline.PREFIX, new InMemorySchemaRegistry()),
                                Pipeline.DEFINITIONS,
                                Silences.NONE,
                                Neighbours.NONE,
                                StoreType.IN_MEMORY,
                                "http://tocsin")
                        .get()
                        .describe()
                        .toString();
        assertThat(description)
                .contains("decide-incidents", "service-states", "timers")
                .doesNotContain("KSTREAM", "KTABLE");
    }

    private static List<IncidentEventKind> kinds(List<IncidentEvent> events) {
        return events.stream().map(IncidentEvent::getKind).toList();
    }
}
