package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.ChildShare;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;

/// One page for a service that is measured in several ways, and it says which of them is bad.
class CompositeStoryTest {
    private static final String WHOLE =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: checkout-availability
              annotations: {tocsin.dev/burn-policy: demo}
            spec:
              service: checkout
              budgetingMethod: Occurrences
              timeWindow: [{duration: 30d, isRolling: true}]
              objectives:
                - target: 0.999
                  indicator:
                    metadata: {name: availability}
                    spec:
                      ratioMetric:
                        good: {metricSource: {type: tocsin, spec: {sli: availability}}}
                        total: {metricSource: {type: tocsin, spec: {sli: availability}}}
                - target: 0.999
                  indicator:
                    metadata: {name: queue}
                    spec:
                      thresholdMetric:
                        metricSource: {type: tocsin, spec: {sli: queue}}
                  op: lte
                  value: 100
            """;

    @TempDir private Path folder;

    @Test
    void a_long_queue_pages_although_all_requests_succeed() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.with(folder, WHOLE))) {
            pipeline.traffic(0, 20);
            queue(pipeline, 60, 5);
            pipeline.expectSilence();

            queue(pipeline, 60, 500);
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.notification().message().evidence())
                    .contains("; of what is bad 100 % is queue");
            var breach = pipeline.values(Topics.BREACHES).getFirst();
            assertThat(breach.getEvidence().getChildren())
                    .extracting(ChildShare::getShare)
                    .containsExactly(0.0, 1.0);

            pipeline.acknowledge("on-call");
            queue(pipeline, 300, 5);
            pipeline.expectResolved("on-call", "phone");
        }
    }

    private static void queue(Pipeline pipeline, int seconds, double length) {
        for (int second = 0; second < seconds; second++) {
            pipeline.sample(queue(pipeline, length));
            pipeline.advance(Duration.ofSeconds(1));
        }
    }

    private static MetricSample queue(Pipeline pipeline, double length) {
        return Wire.gauge("queue", pipeline.now(), length);
    }
}
