package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.definitions.Document;
import tocsin.schemas.Breach;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// From a threshold to a person, where no SLO counts.
class RuleStoriesTest {
    private static final String IMPORTANT =
            """
            kind: Service
            metadata: {name: checkout}
            spec: {tier: 0}
            """;

    @TempDir private Path folder;

    @Test
    void a_service_without_an_slo_is_paged_for_by_the_rules_built_in() {
        try (var pipeline = new Pipeline(folder, withoutSlos())) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(60));
            pipeline.expectSilence();

            var trouble = pipeline.now();
            pipeline.traffic(4, 20);
            pipeline.advance(Duration.ofSeconds(60));
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.at()).isBetween(trouble, trouble.plusSeconds(6));
            var message = page.notification().message();
            assertThat(message.severity()).isEqualTo("SEV2");
            assertThat(message.title()).isEqualTo("checkout: rule any-5xx-burst fires");
            assertThat(message.evidence())
                    .isEqualTo(
                            "checkout: 20 of 1,200 events failed in the last minute (1.7 %), more"
                                    + " than 0.5 % (rule any-5xx-burst)");

            pipeline.acknowledge("on-call");
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofMinutes(5));
            pipeline.expectResolved("on-call", "phone");
            assertThat(pipeline.facts(IncidentEventKind.OPENED)).hasSize(1);
            assertThat(pipeline.values(Topics.BREACHES))
                    .extracting(Breach::getRule)
                    .containsOnly("any-5xx-burst", "error-rate-rollback");
        }
    }

    @Test
    void traffic_that_stays_away_is_paged_for_with_what_is_usual() {
        try (var pipeline = new Pipeline(folder, withoutSlos())) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofMinutes(45));
            pipeline.expectSilence();

            var trouble = pipeline.now();
            pipeline.traffic(0, 4);
            pipeline.advance(Duration.ofMinutes(3));
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.at()).isBetween(trouble.plusSeconds(150), trouble.plusSeconds(170));
            var message = page.notification().message();
            assertThat(message.severity()).isEqualTo("SEV2");
            assertThat(message.evidence())
                    .contains("20 a second that are usual in the hour before (rule rps-drop-50)");

            pipeline.acknowledge("on-call");
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofMinutes(10));
            pipeline.expectResolved("on-call", "phone");
        }
    }

    @Test
    void a_certificate_that_ends_tomorrow_is_paged_for() {
        try (var pipeline = new Pipeline(folder, withoutSlos())) {
            certificate(pipeline, Duration.ofDays(40));
            pipeline.advance(Duration.ofMinutes(1));
            pipeline.expectSilence();

            certificate(pipeline, Duration.ofHours(20));
            pipeline.advance(Duration.ofSeconds(5));
            assertThat(pipeline.expectPage("on-call", "phone").notification().message().evidence())
                    .isEqualTo(
                            "checkout: it expires in 0.833 days, at 2026-01-06 05:01 UTC, within 1"
                                    + " d (rule cert-30d)");
        }
    }

    private static void certificate(Pipeline pipeline, Duration left) {
        double ends = pipeline.now().plus(left).getEpochSecond();
        pipeline.sample(Wire.gauge("certificate", pipeline.now(), ends));
    }

    @Test
    void a_month_that_costs_more_than_it_may_is_told_of() {
        try (var pipeline = new Pipeline(folder, withoutSlos())) {
            cost(pipeline, 400);
            pipeline.advance(Duration.ofMinutes(1));
            pipeline.expectSilence();

            cost(pipeline, 1_020);
            pipeline.advance(Duration.ofMinutes(1));
            assertThat(
                            pipeline.expectNotice("on-call", "phone")
                                    .notification()
                                    .message()
                                    .evidence())
                    .startsWith("checkout: 1020 of 1000 are spent this month (102 %), and at")
                    .endsWith("100 % or more (rule cost-budget)");
        }
    }

    private static void cost(Pipeline pipeline, double spent) {
        var hour = Duration.ofHours(1);
        pipeline.sample(Wire.gauge("cost", pipeline.now(), hour, spent, 1_000));
    }

    @Test
    void a_p99_above_a_second_is_paged_for() {
        try (var pipeline = new Pipeline(folder, withoutSlos())) {
            latency(pipeline, 0, 12);
            pipeline.expectSilence();

            latency(pipeline, 2, 1);
            latency(pipeline, 10, 2);
            var page = pipeline.expectPage("on-call", "phone").notification().message();
            assertThat(page.severity()).isEqualTo("SEV2");
            assertThat(page.evidence())
                    .endsWith("above 1 in the last 5 min (1.7 %), more than 1 % (rule p99-1s)");
        }
    }

    /// So many times ten seconds with fifty events.
    private static void latency(Pipeline pipeline, long slow, int times) {
        for (int time = 0; time < times; time++) {
            pipeline.advance(Duration.ofSeconds(10));
            pipeline.sample(Wire.latency(pipeline.now(), slow, 50));
            pipeline.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void peaks_above_seven_tenths_of_the_capacity_are_told_of_and_more_is_proposed() {
        try (var pipeline = new Pipeline(folder, withoutSlos())) {
            var hour = Duration.ofHours(1);
            pipeline.sample(Wire.gauge("capacity", pipeline.now(), hour, 400, 1_000));
            load(pipeline, 750, 5);
            load(pipeline, 400, 5);
            pipeline.expectSilence();

            load(pipeline, 400, 5);
            assertThat(
                            pipeline.expectNotice("on-call", "phone")
                                    .notification()
                                    .message()
                                    .evidence())
                    .startsWith("checkout: more than 70 % was in use for 8.3 % of the last 1 h")
                    .endsWith("more than 5 % (rule headroom-30)");
            assertThat(pipeline.values(Topics.REMEDIATIONS))
                    .extracting(command -> command.getProposal().getAction())
                    .containsExactly("add-capacity");
        }
    }

    /// So many minutes with so many requests a second, of a thousand that are possible.
    private static void load(Pipeline pipeline, double requests, int minutes) {
        var minute = Duration.ofMinutes(1);
        for (int time = 0; time < minutes; time++) {
            pipeline.advance(minute);
            pipeline.sample(Wire.gauge("capacity", pipeline.now(), minute, requests, 1_000));
        }
    }

    private List<Document> withoutSlos() {
        return StoryDefinitions.with(folder, IMPORTANT).stream()
                .filter(document -> !document.kind().equals("SLO"))
                .toList();
    }
}
