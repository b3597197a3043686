package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.Breach;
import tocsin.schemas.Envelope;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// One definition for all regions; the one that fails is named, and the large one does not hide it.
class GroupStoryTest {
    private static final String SLO =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: checkout-availability
              annotations: {tocsin.dev/burn-policy: demo, tocsin.dev/group-by: region}
            spec:
              service: checkout
              budgetingMethod: Occurrences
              timeWindow: [{duration: 30d, isRolling: true}]
              indicator:
                metadata: {name: availability}
                spec:
                  ratioMetric:
                    good: {metricSource: {type: tocsin, spec: {sli: availability}}}
                    total: {metricSource: {type: tocsin, spec: {sli: availability}}}
              objectives: [{target: 0.999}]
            """;

    @TempDir private Path folder;

    @Test
    void a_small_region_that_fails_pages_although_hardly_any_request_does() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.with(folder, SLO))) {
            regions(pipeline, 60, 0);
            pipeline.expectSilence();

            regions(pipeline, 60, 5);
            var page = pipeline.expectPage("on-call", "phone");
            var message = page.notification().message();
            assertThat(message.title())
                    .isEqualTo(
                            "checkout: checkout-availability{region=\"ap\"} burns its error"
                                    + " budget");
            assertThat(message.evidence()).startsWith("checkout {region=\"ap\"}: ");
            assertThat(pipeline.values(Topics.BREACHES).stream().map(Breach::getLabels).distinct())
                    .containsExactly(Map.of("region", "ap"));

            pipeline.acknowledge("on-call");
            regions(pipeline, 300, 0);
            pipeline.expectResolved("on-call", "phone");
        }
    }

    /// A hundred thousand requests a second, five of them in the smallest region.
    private static void regions(Pipeline pipeline, int seconds, long bad) {
        for (int second = 0; second < seconds; second++) {
            pipeline.sample(of("eu", pipeline, 0, 99_995));
            pipeline.sample(of("ap", pipeline, bad, 5));
            pipeline.advance(Duration.ofSeconds(1));
        }
    }

    private static MetricSample of(String region, Pipeline pipeline, long bad, long total) {
        var sample = Wire.sample(pipeline.now(), bad, total);
        var envelope = sample.getEnvelope();
        return MetricSample.newBuilder(sample)
                .setEnvelope(Envelope.newBuilder(envelope).setId(region + envelope.getId()).build())
                .setLabels(Map.of("region", region))
                .build();
    }
}
