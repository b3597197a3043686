package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.notifier.delivery.Outcome;
import tocsin.schemas.BreachKind;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What happens between a failed request and a person, through detector, responder and notifier.
class PipelineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Outcome UNREACHABLE = new Outcome.TryAgain("no network");

    @TempDir private Path folder;

    @Test
    void an_outage_is_paged_acknowledged_and_resolved() {
        try (var pipeline = demo()) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.expectSilence();

            var outage = pipeline.now();
            pipeline.traffic(20, 20);
            pipeline.advance(Duration.ofSeconds(5));
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.at()).isBetween(outage, outage.plusSeconds(3));
            assertThat(page.notification().message().severity()).isEqualTo("SEV2");
            assertThat(page.notification().message().evidence()).contains("99.9 % objective");

            pipeline.acknowledge("on-call");
            pipeline.advance(Duration.ofSeconds(85));
            pipeline.expectSilence();
            assertThat(pipeline.facts(IncidentEventKind.SEVERITY_RAISED))
                    .singleElement()
                    .satisfies(raised -> {
                        assertThat(raised.getSeverityRaised().getFrom()).isEqualTo("SEV2");
                        assertThat(raised.getSeverityRaised().getTo()).isEqualTo("SEV1");
                    });

            var recovery = pipeline.now();
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(60));
            var over = pipeline.expectResolved("on-call", "phone");
            assertThat(over.at()).isBetween(recovery.plusSeconds(10), recovery.plusSeconds(60));
            assertThat(over.notification().command().incident()).isEqualTo(pipeline.incident());
            assertThat(pipeline.kinds())
                    .containsOnlyOnce(
                            IncidentEventKind.OPENED,
                            IncidentEventKind.ACKNOWLEDGED,
                            IncidentEventKind.RESOLVED);
            assertThat(pipeline.values(Topics.BREACHES))
                    .last()
                    .satisfies(breach -> {
                        assertThat(breach.getKind()).isEqualTo(BreachKind.CLEARED);
                        assertThat(breach.getBudget().getConsumed()).isCloseTo(0.035, within(1e-3));
                    });
        }
    }

    /// Tier 1: a ticket, not a page.
    @Test
    void a_service_that_falls_silent_opens_an_incident_until_it_is_heard_again() {
        try (var pipeline = demo()) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.traffic(0, 0);
            pipeline.advance(Duration.ofSeconds(60));
            assertThat(pipeline.kinds()).isEmpty();

            pipeline.advance(Duration.ofSeconds(2));
            assertThat(pipeline.facts(IncidentEventKind.OPENED))
                    .singleElement()
                    .satisfies(fact -> {
                        assertThat(fact.getOpened().getSeverity()).isEqualTo("SEV3");
                        assertThat(fact.getOpened().getTitle())
                                .isEqualTo("checkout: no data of availability");
                    });
            pipeline.expectNotice("on-call", "phone");

            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(90));
            assertThat(pipeline.facts(IncidentEventKind.RESOLVED)).hasSize(1);
            pipeline.expectResolved("on-call", "phone");
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void an_unanswered_page_escalates_until_someone_acknowledges() {
        try (var pipeline = threeSteps()) {
            pipeline.alertFires();
            pipeline.expectPage("first", "phone");

            pipeline.advance(Duration.ofMinutes(20).minus(SECOND));
            pipeline.expectSilence();
            pipeline.advance(SECOND);
            pipeline.expectPage("second", "phone");

            pipeline.advance(Duration.ofMinutes(20));
            var last = pipeline.expectPage("third", "phone");
            assertThat(last.at()).isEqualTo(Pipeline.NINE.plus(Duration.ofMinutes(40)));
            assertThat(last.notification().message().reason())
                    .isEqualTo("nobody acknowledged in time");

            pipeline.advance(Duration.ofMinutes(19));
            pipeline.acknowledge("third");
            pipeline.advance(HOUR);
            pipeline.expectSilence();
        }
    }

    @Test
    void an_undeliverable_page_takes_the_next_step_at_its_deadline() {
        try (var pipeline = threeSteps()) {
            for (var channel : List.of("phone", "console")) {
                pipeline.phones().breaks("first", channel, UNREACHABLE);
            }
            pipeline.alertFires();
            pipeline.advance(Duration.ofSeconds(60).minus(SECOND));
            pipeline.expectSilence();
            assertThat(pipeline.phones().calls("first"))
                    .extracting(call -> call.notification().channel())
                    .contains("phone", "console");

            pipeline.advance(SECOND);
            pipeline.expectPage("second", "phone");
            var withdrawn = pipeline.phones().calls("first").getFirst().page();
            assertThat(withdrawals(pipeline)).containsExactly(withdrawn);

            int tries = pipeline.phones().calls("first").size();
            pipeline.phones().works("first", "phone");
            pipeline.phones().works("first", "console");
            pipeline.acknowledge("second");
            pipeline.advance(HOUR);
            assertThat(pipeline.phones().calls("first")).hasSize(tries);
            assertThat(deliveries(pipeline, withdrawn)).endsWith(DeliveryKind.WITHDRAWN);
        }
    }

    @Test
    void a_page_that_every_channel_refuses_takes_the_next_step_at_once() {
        try (var pipeline = threeSteps()) {
            for (var channel : List.of("phone", "console")) {
                pipeline.phones().breaks("first", channel, new Outcome.Refused("unknown number"));
            }
            pipeline.alertFires();

            assertThat(pipeline.expectPage("second", "phone").at()).isEqualTo(pipeline.now());
            pipeline.acknowledge("second");
            pipeline.advance(HOUR);
            assertThat(pipeline.phones().calls("first")).hasSize(2);
        }
    }

    @Test
    void nobody_left_goes_to_the_last_resort() {
        try (var pipeline = demo()) {
            pipeline.alertFires();
            pipeline.expectPage("on-call", "phone");
            pipeline.phones().breaks("last-resort", "console", UNREACHABLE);

            pipeline.advance(Duration.ofMinutes(10));
            pipeline.expectSilence();
            pipeline.phones().works("last-resort", "console");
            pipeline.advance(SECOND.multipliedBy(30));
            pipeline.expectPage("last-resort", "console");

            pipeline.advance(Duration.ofMinutes(4));
            pipeline.expectSilence();
            pipeline.advance(Duration.ofMinutes(1));
            var reminder = pipeline.expectUpdateDue("last-resort", "console");
            assertThat(reminder.notification().message().reason()).startsWith("an update is due");
        }
    }

    @ParameterizedTest(name = "breach first: {0}")
    @ValueSource(booleans = {true, false})
    void a_breach_and_an_alert_are_one_incident_and_one_page(boolean breachFirst) {
        try (var pipeline = demo()) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            var story = new ArrayList<Consumer<Pipeline>>(List.of(Pipeline::alertFires));
            story.add(breachFirst ? 0 : 1, PipelineTest::requestsFail);
            story.forEach(part -> part.accept(pipeline));

            pipeline.expectPage("on-call", "phone");
            pipeline.advance(SECOND);
            pipeline.expectSilence();
            assertThat(pipeline.facts(IncidentEventKind.OPENED)).hasSize(1);
            assertThat(pipeline.values(Topics.INCIDENTS).getLast().getFiringCauses()).isEqualTo(2);

            pipeline.traffic(0, 20);
            pipeline.acknowledge("on-call");
            pipeline.advance(Duration.ofMinutes(5));
            pipeline.expectSilence();
            pipeline.alertEnds();
            pipeline.expectResolved("on-call", "phone");
        }
    }

    @Test
    void a_repeated_alert_changes_nothing() {
        try (var pipeline = demo()) {
            var startsAt = pipeline.now();
            pipeline.put(Topics.ALERTS, Wire.firing(startsAt, startsAt));
            pipeline.expectPage("on-call", "phone");
            var facts = pipeline.values(Topics.INCIDENT_EVENTS);

            pipeline.put(Topics.ALERTS, Wire.firing(startsAt, startsAt));
            pipeline.advance(Duration.ofSeconds(50));
            pipeline.put(Topics.ALERTS, Wire.firing(startsAt, pipeline.now()));

            assertThat(pipeline.values(Topics.INCIDENT_EVENTS)).isEqualTo(facts);
        }
    }

    @Test
    void a_resolved_alert_resolves() {
        try (var pipeline = demo()) {
            pipeline.alertFires();
            pipeline.expectPage("on-call", "phone");
            pipeline.advance(Duration.ofMinutes(2));

            pipeline.alertEnds();

            var over = pipeline.expectResolved("on-call", "phone");
            assertThat(over.at()).isEqualTo(pipeline.now());
            pipeline.advance(HOUR);
            assertThat(pipeline.facts(IncidentEventKind.RESOLVED)).hasSize(1);
        }
    }

    @Test
    void a_channel_that_refuses_hands_over_to_the_next_at_once() {
        try (var pipeline = demo()) {
            pipeline.phones().breaks("on-call", "phone", new Outcome.Refused("unknown number"));
            pipeline.alertFires();

            var page = pipeline.expectPage("on-call", "console");
            assertThat(page.at()).isEqualTo(pipeline.now());
            assertThat(deliveries(pipeline, page.page()))
                    .containsExactly(
                            DeliveryKind.QUEUED,
                            DeliveryKind.STARTED,
                            DeliveryKind.REFUSED,
                            DeliveryKind.STARTED,
                            DeliveryKind.ACCEPTED);
        }
    }

    @Test
    void a_retry_after_an_unknown_outcome_carries_the_same_id() {
        try (var pipeline = demo()) {
            pipeline.phones().answersOnce("on-call", "phone", new Outcome.Unknown("cut off"));
            pipeline.alertFires();
            pipeline.advance(SECOND);

            var first = pipeline.expectPage("on-call", "phone");
            var again = pipeline.expectPage("on-call", "phone");
            assertThat(again.page()).isEqualTo(first.page());
            assertThat(first.notification().repeat()).isFalse();
            assertThat(again.notification().repeat()).isTrue();
        }
    }

    @Test
    void a_trace_goes_from_the_alert_to_the_delivery() {
        try (var pipeline = demo()) {
            pipeline.alertFires();
            pipeline.expectPage("on-call", "phone");

            assertThat(pipeline.values(Topics.DELIVERIES))
                    .isNotEmpty()
                    .extracting(event -> event.getEnvelope().getTrace())
                    .containsOnly(Wire.TRACE);
        }
    }

    private static void requestsFail(Pipeline pipeline) {
        pipeline.traffic(20, 20);
        pipeline.advance(Duration.ofSeconds(10));
    }

    private static List<String> withdrawals(Pipeline pipeline) {
        return pipeline.values(Topics.ESCALATIONS).stream()
                .filter(command -> command.getKind() == EscalationKind.WITHDRAW)
                .map(EscalationCommand::getPage)
                .toList();
    }

    private static List<DeliveryKind> deliveries(Pipeline pipeline, String page) {
        return pipeline.values(Topics.DELIVERIES).stream()
                .filter(event -> event.getPage().equals(page))
                .map(DeliveryEvent::getKind)
                .toList();
    }

    private Pipeline demo() {
        return new Pipeline(folder, StoryDefinitions.demo(folder));
    }

    private Pipeline threeSteps() {
        return new Pipeline(folder, StoryDefinitions.threeSteps(folder));
    }
}
