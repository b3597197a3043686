package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.delivery.Outcome;
import tocsin.runtime.Traces;
import tocsin.schemas.Envelope;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What spans tell of a page that nobody answers, and that they change nothing else.
class TraceStoryTest {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @TempDir private Path folder;

    @Test
    void a_page_sent_by_a_timer_belongs_to_the_trace_of_the_breach_that_opened_the_incident() {
        try (var traces = recording();
                var pipeline = outage("on", traces)) {
            var breach = spans("process pipeline.metrics").getFirst();
            var opening = spans("process pipeline.breaches").getFirst();
            var timer =
                    spans("fire timer").stream()
                            .filter(span -> facts(span).contains("PAGED"))
                            .findFirst()
                            .orElseThrow();

            assertThat(opening.getParentSpanId()).isEqualTo(breach.getSpanId());
            assertThat(facts(opening)).startsWith("OPENED").contains("PAGED");
            assertThat(timer.getTraceId()).isEqualTo(breach.getTraceId());
            assertThat(pipeline.values(Topics.ESCALATIONS))
                    .filteredOn(command -> command.getTarget().equals("second"))
                    .first()
                    .satisfies(command ->
                            assertThat(command.getEnvelope().getTrace())
                                    .contains(timer.getTraceId(), timer.getSpanId()));
        }
    }

    @Test
    void spans_change_nothing_that_is_decided_and_a_replay_makes_the_same() {
        try (var traces = recording();
                var off = outage("off", Traces.OFF);
                var on = outage("on", traces);
                var again = outage("again", traces)) {
            assertThat(on.verify().same()).isTrue();
            assertThat(off.verify().same()).isTrue();
            assertThat(on.lines()).isEqualTo(again.lines()).isNotEqualTo(off.lines());
            assertThat(ids(on)).isEqualTo(ids(off));
        }
    }

    private Traces recording() {
        return Traces.to(SimpleSpanProcessor.create(spans), "tocsin", 1);
    }

    /// The first step of the ladder cannot be reached, so that its deadline pages the second.
    private Pipeline outage(String name, Traces traces) {
        var own = folder.resolve(name);
        var pipeline =
                new Pipeline(
                        own,
                        StoryDefinitions.threeSteps(own),
                        ValueSerdes.own(TopicLog.PREFIX, new InMemorySchemaRegistry()),
                        traces);
        for (var channel : List.of("phone", "console")) {
            pipeline.phones().breaks("first", channel, new Outcome.TryAgain("no network"));
        }
        pipeline.traffic(0, 20);
        pipeline.advance(Duration.ofSeconds(30));
        pipeline.traffic(20, 20);
        pipeline.advance(Duration.ofSeconds(65));
        pipeline.expectPage("second", "phone");
        return pipeline;
    }

    private List<SpanData> spans(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static String facts(SpanData span) {
        var facts = span.getAttributes().get(AttributeKey.stringKey("tocsin.facts"));
        return facts == null ? "" : facts;
    }

    private static List<String> ids(Pipeline pipeline) {
        return Stream.of(Topics.BREACHES, Topics.INCIDENT_EVENTS, Topics.ESCALATIONS)
                .flatMap(topic -> pipeline.values(topic).stream())
                .map(TraceStoryTest::envelope)
                .map(envelope -> envelope.getId() + " " + envelope.getAt() + envelope.getCause())
                .toList();
    }

    private static Envelope envelope(SpecificRecord value) {
        return (Envelope) value.get(value.getSchema().getField("envelope").pos());
    }
}
