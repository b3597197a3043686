package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Message;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.BreachReason;
import tocsin.schemas.Facet;
import tocsin.schemas.SignalKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What becomes of incidents when a budget begins anew, or when nobody watches it any more.
class BudgetStoriesTest {
    /// A day that ends five minutes after the story begins.
    private static final String DAILY =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: checkout-availability
              annotations: {tocsin.dev/burn-policy: steps}
            spec:
              service: checkout
              budgetingMethod: Occurrences
              timeWindow:
                - duration: 1d
                  calendar: {startTime: "2026-01-01 10:05:00", timeZone: Europe/Berlin}
              indicator:
                metadata: {name: availability}
                spec:
                  ratioMetric:
                    counter: true
                    good: {metricSource: {type: tocsin, spec: {sli: availability}}}
                    total: {metricSource: {type: tocsin, spec: {sli: availability}}}
              objectives: [{target: 0.999}]
            ---
            apiVersion: tocsin.dev/v1
            kind: BurnPolicy
            metadata: {name: steps}
            spec:
              pairs: [{factor: 999, long: 20m, short: 10m, class: TICKET_SLOW}]
              budget: [1]
            """;

    private static final String TEAM =
            """
            ---
            apiVersion: tocsin.dev/v1
            kind: EscalationPolicy
            metadata: {name: default}
            spec:
              steps: [{targets: [{name: on-call, channels: [phone]}]}]
              budgets: [{name: payments, channels: [chat]}]
            """;

    @TempDir private Path folder;

    @Test
    void a_freeze_ends_with_the_day_of_its_budget() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.with(folder, DAILY))) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.traffic(9, 20);
            pipeline.advance(Duration.ofSeconds(210));
            assertThat(firing(pipeline)).containsExactly("BUDGET_EXHAUSTED");
            pipeline.phones().expect(Command.Kind.BUDGET, "on-call", "phone");
            assertThat(frozen(pipeline)).isTrue();

            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofMinutes(1));
            assertThat(frozen(pipeline)).isTrue();
            pipeline.advance(Duration.ofSeconds(20));

            pipeline.expectResolved("on-call", "phone");
            var last = pipeline.values(Topics.BREACHES).getLast();
            assertThat(last.getReason()).isEqualTo(BreachReason.BUDGET_RESET);
            assertThat(last.getBudget().getBegin()).isEqualTo("2026-01-05T09:05:00Z");
            assertThat(firing(pipeline)).isEmpty();
            assertThat(frozen(pipeline)).isFalse();
        }
    }

    @Test
    void what_is_spent_is_told_to_the_team_and_rings_for_nobody() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.with(folder, DAILY + TEAM))) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.traffic(9, 20);
            pipeline.advance(Duration.ofSeconds(210));
            var call = pipeline.phones().expect(Command.Kind.BUDGET, "payments", "chat");
            var message = call.notification().message();
            assertThat(call.notification().command().quiet()).isTrue();
            assertThat(message.reason()).isEqualTo("all of the error budget is spent");
            assertThat(message.evidence()).contains("error budget is spent");
            assertThat(message.details())
                    .contains(
                            new Message.Detail(
                                    "Deployments", "frozen: they wait until budget is back"));

            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(80));
            var over = pipeline.expectResolved("payments", "chat");
            assertThat(over.notification().command().quiet()).isTrue();
            assertThat(pipeline.verify().same()).isTrue();
        }
    }

    @Test
    void an_incident_ends_with_the_objective_that_it_is_about() {
        var documents = StoryDefinitions.demo(folder);
        try (var pipeline = new Pipeline(folder, documents)) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.traffic(20, 20);
            pipeline.advance(Duration.ofSeconds(5));
            pipeline.expectPage("on-call", "phone");
            pipeline.acknowledge("on-call");

            var others = documents.stream().filter(one -> !one.kind().equals("SLO")).toList();
            // What goes on failing without an objective is for the rules that are built in.
            pipeline.traffic(0, 20);
            pipeline.define(others, pipeline.now());
            pipeline.advance(Duration.ofSeconds(5));

            pipeline.expectResolved("on-call", "phone");
            assertThat(pipeline.values(Topics.BREACHES))
                    .last()
                    .satisfies(breach -> {
                        assertThat(breach.getKind()).isEqualTo(BreachKind.CLEARED);
                        assertThat(breach.getReason()).isEqualTo(BreachReason.WITHDRAWN);
                    });
        }
    }

    private static List<String> firing(Pipeline pipeline) {
        Breach last = pipeline.values(Topics.BREACHES).getLast();
        return last.getFacets().stream().filter(Facet::getFiring).map(Facet::getName).toList();
    }

    private static boolean frozen(Pipeline pipeline) {
        return pipeline.values(Topics.SIGNALS).stream()
                .filter(signal -> signal.getKind() == SignalKind.SLO)
                .toList()
                .getLast()
                .getBudget()
                .getFrozen();
    }
}
