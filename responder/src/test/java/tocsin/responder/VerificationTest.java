package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.responder.policy.Silences;
import tocsin.schemas.AlertKind;
import tocsin.schemas.BreachKind;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Resolved;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class VerificationTest {
    @TempDir private Path stateDir;

    @Test
    void recorded_causes_lead_to_the_recorded_facts_byte_for_byte() {
        try (var pipeline = new Pipeline(stateDir)) {
            var events = story(pipeline);

            var report =
                    Verification.verify(
                            events, pipeline::find, Pipeline.DEFINITIONS, Silences.NONE);

            assertThat(report.differences()).isEmpty();
            assertThat(report.same()).isTrue();
            assertThat(report.services()).isEqualTo(1);
            assertThat(report.events()).isEqualTo(events.size()).isGreaterThan(12);
            assertThat(report.causes()).isGreaterThan(6);
        }
    }

    @Test
    void facts_read_back_are_the_facts_that_were_written() {
        try (var pipeline = new Pipeline(stateDir)) {
            for (var event : story(pipeline)) {
                var recorded = Facts.recorded(event).orElseThrow();
                var writer =
                        new Events(
                                recorded.service(),
                                event.getEnvelope().getCause(),
                                event.getEnvelope().getTrace(),
                                recorded.decidedAt(),
                                recorded.definitions(),
                                Facts.seen(event));
                assertThat(writer.of(recorded.fact(), recorded.sequence())).isEqualTo(event);
            }
        }
    }

    @Test
    void a_fact_that_was_tampered_with_is_found() {
        try (var pipeline = new Pipeline(stateDir)) {
            var events = new ArrayList<>(story(pipeline));
            int last = lastOf(events, IncidentEventKind.RESOLVED);
            events.set(
                    last,
                    IncidentEvent.newBuilder(events.get(last))
                            .setResolved(new Resolved("somebody said so"))
                            .build());

            var report =
                    Verification.verify(
                            events, pipeline::find, Pipeline.DEFINITIONS, Silences.NONE);

            assertThat(report.same()).isFalse();
            assertThat(report.differences())
                    .singleElement()
                    .asString()
                    .startsWith(events.get(last).getEnvelope().getId() + " RESOLVED");
        }
    }

    @Test
    void a_fact_that_was_removed_is_found() {
        try (var pipeline = new Pipeline(stateDir)) {
            var events = new ArrayList<>(story(pipeline));
            events.remove(lastOf(events, IncidentEventKind.PAGED));

            assertThat(
                            Verification.verify(
                                            events,
                                            pipeline::find,
                                            Pipeline.DEFINITIONS,
                                            Silences.NONE)
                                    .same())
                    .isFalse();
        }
    }

    @Test
    void a_cause_that_is_not_on_the_log_is_found() {
        try (var pipeline = new Pipeline(stateDir)) {
            var report =
                    Verification.verify(
                            story(pipeline),
                            _ -> Optional.empty(),
                            Pipeline.DEFINITIONS,
                            Silences.NONE);

            assertThat(report.differences().getFirst()).endsWith("its cause is not on the log");
        }
    }

    private static int lastOf(List<IncidentEvent> events, IncidentEventKind kind) {
        int last = events.size() - 1;
        while (events.get(last).getKind() != kind) {
            last--;
        }
        return last;
    }

    /// Raised, escalated, acknowledged, expired, cleared, opened again.
    private static List<IncidentEvent> story(Pipeline pipeline) {
        pipeline.put(Records.alert(pipeline.now(), AlertKind.FIRING, Duration.ofMinutes(10)));
        var page = pipeline.commands.readValue();
        pipeline.put(Records.breach(pipeline.now(), BreachKind.FIRING, "PAGE_FAST", "TICKET_FAST"));
        pipeline.put(Records.breach(pipeline.now(), BreachKind.UPDATED, "TOTAL_OUTAGE"));
        pipeline.advance(Duration.ofSeconds(20));
        pipeline.put(
                Records.delivery(
                        pipeline.now(), DeliveryKind.ACCEPTED, page.getIncident(), page.getPage()));
        pipeline.advance(Duration.ofMinutes(6));
        pipeline.put(Records.acknowledge(pipeline.now(), "x1", page.getIncident()));
        pipeline.put(Records.acknowledge(pipeline.now(), "x2", "checkout-nobody"));
        pipeline.advance(Duration.ofMinutes(10));
        pipeline.put(Records.breach(pipeline.now(), BreachKind.CLEARED));
        pipeline.put(Records.breach(pipeline.now(), BreachKind.FIRING, "PAGE_SLOW"));
        return pipeline.history();
    }
}
