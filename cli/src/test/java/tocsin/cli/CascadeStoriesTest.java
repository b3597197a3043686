package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.IncidentEventKind;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What happens when something breaks that many services depend on.
class CascadeStoriesTest {
    private static final int SERVICES = 50;
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void a_cascade_over_fifty_services_pages_once_for_the_root() {
        try (var pipeline = fifty()) {
            // Those far from the root are told of first, as their users notice first.
            IntStream.range(0, SERVICES).forEach(n -> pipeline.alertFires("s" + (49 - n)));
            assertThat(paged(pipeline)).isEqualTo("s0");

            pipeline.advance(Duration.ofSeconds(90));
            pipeline.expectSilence();
            assertThat(suppressed(pipeline, "ATTACHED")).hasSize(SERVICES - 1);

            pipeline.acknowledge("on-call", "s0");
            pipeline.alertEnds("s0");
            pipeline.expectResolved("on-call", "phone");
            IntStream.range(1, SERVICES).forEach(n -> pipeline.alertEnds("s" + n));
            pipeline.advance(WAIT.multipliedBy(3));
            pipeline.expectSilence();
            assertThat(pipeline.facts(IncidentEventKind.RESOLVED)).hasSize(SERVICES);
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void a_root_rises_with_what_it_takes_along_and_falls_as_that_recovers() {
        try (var pipeline = fifty()) {
            pipeline.alertFires("s0");
            assertThat(paged(pipeline)).isEqualTo("s0");
            IntStream.of(1, 2, 3).forEach(n -> pipeline.alertFires("s" + n));
            pipeline.advance(Duration.ofSeconds(5));
            assertThat(pipeline.facts(IncidentEventKind.SEVERITY_RAISED))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getService()).isEqualTo("s0");
                        assertThat(event.getSeverityRaised().getReason())
                                .startsWith("3 services that need it fail too (s1, s2, s3)");
                        assertThat(event.getSeen()).hasSize(3);
                    });

            pipeline.alertEnds("s3");
            pipeline.advance(Duration.ofMinutes(5).plusSeconds(2));
            assertThat(pipeline.facts(IncidentEventKind.SEVERITY_LOWERED))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getService()).isEqualTo("s0"));
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void an_independent_fault_at_the_same_time_still_pages() {
        try (var pipeline = fifty()) {
            pipeline.alertFires("s0");
            assertThat(paged(pipeline)).isEqualTo("s0");
            IntStream.range(1, 10).forEach(n -> pipeline.alertFires("s" + n));
            pipeline.alertFires("mail");

            assertThat(paged(pipeline)).isEqualTo("mail");
            pipeline.advance(Duration.ofMinutes(2));
            pipeline.expectSilence();
        }
    }

    @Test
    void what_still_fails_when_the_root_is_over_pages_on_its_own() {
        try (var pipeline = fifty()) {
            pipeline.alertFires("s0");
            assertThat(paged(pipeline)).isEqualTo("s0");
            pipeline.alertFires("s7");
            pipeline.advance(Duration.ofMinutes(2));

            pipeline.alertEnds("s0");
            pipeline.expectResolved("on-call", "phone");
            pipeline.advance(WAIT);
            pipeline.expectSilence();
            pipeline.advance(Duration.ofSeconds(2));
            assertThat(paged(pipeline)).isEqualTo("s7");
            assertThat(pipeline.facts(IncidentEventKind.RELEASED)).hasSize(1);
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void without_an_incident_of_what_it_depends_on_it_pages_after_the_wait() {
        try (var pipeline = fifty()) {
            pipeline.alertFires("s7");
            pipeline.advance(WAIT.minusSeconds(1));
            pipeline.expectSilence();

            pipeline.advance(Duration.ofSeconds(2));
            assertThat(paged(pipeline)).isEqualTo("s7");
        }
    }

    @Test
    void two_incidents_one_root_in_the_middle_of_the_chain() {
        try (var pipeline = fifty()) {
            pipeline.alertFires("s14");
            pipeline.advance(Duration.ofSeconds(5));
            pipeline.alertFires("s6");

            pipeline.advance(WAIT.plusSeconds(1));
            assertThat(paged(pipeline)).isEqualTo("s6");
            pipeline.advance(Duration.ofMinutes(2));
            pipeline.expectSilence();
            assertThat(suppressed(pipeline, "ATTACHED")).containsExactly("s14");
        }
    }

    private static String paged(Pipeline pipeline) {
        return pipeline.expectPage("on-call", "phone").notification().command().service();
    }

    /// Services whose incidents were held back so.
    private static List<String> suppressed(Pipeline pipeline, String kind) {
        return pipeline.facts(IncidentEventKind.SUPPRESSED).stream()
                .filter(event -> event.getSuppressed().getKind().equals(kind))
                .map(event -> event.getService())
                .distinct()
                .toList();
    }

    /// A tree: two services need the one before them, and all need the first in the end.
    private Pipeline fifty() {
        var tree =
                IntStream.range(1, SERVICES)
                        .mapToObj(n ->
                                """
                                kind: Service
                                metadata: {name: s%d}
                                spec: {dependsOn: [s%d]}
                                """
                                        .formatted(n, (n - 1) / 2))
                        .collect(Collectors.joining("---\n"));
        var patience =
                """
                kind: EscalationPolicy
                metadata: {name: default}
                spec:
                  steps: [{targets: [{name: on-call, channels: [phone]}], acknowledgeWithin: 1h}]
                ---
                """;
        return new Pipeline(folder, StoryDefinitions.with(folder, patience + tree));
    }
}
