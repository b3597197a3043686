package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.detector.slo.Documents.GOOGLE_SHARE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;

class ThresholdReaderTest {
    private static final String QUEUE =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: queue}
            spec:
              service: checkout
              budgetingMethod: Occurrences
              timeWindow: [{duration: 30d, isRolling: true}]
              indicator:
                metadata: {name: queue}
                spec:
                  thresholdMetric:
                    metricSource: {type: tocsin, spec: {sli: queue}}
              objectives: [{op: gte, value: 0.5, target: 0.999}]
            """;

    @Test
    void a_threshold_is_read_with_its_objective() {
        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, QUEUE));

        assertThat(read.findings()).isEmpty();
        var part = read.slos().getFirst().parts().all().getFirst();
        assertThat(part.sli()).isEqualTo("queue");
        assertThat(part.threshold())
                .contains(new Threshold(Threshold.Operator.GTE, new BigDecimal("0.5")));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    op: gte,             | ``                         | spec.objectives[0].op: is missing
                    op: gte              | op: eq                     | spec.objectives[0].op: 'eq' is unknown
                    value: 0.5,          | ``                         | spec.objectives[0].value: is missing
                    value: 0.5           | value: half                | spec.objectives[0].value: must be a number, not 'half'
                    type: tocsin         | type: prometheus           | values of Prometheus are not taken yet
                    type: tocsin         | type: Redshift             | nothing feeds metric sources of type 'redshift'
                    [{op: gte, value: 0.5, target: 0.999}] | [{op: gte, value: 1, target: 0.9}, {op: gte, value: 2, target: 0.8}] | spec.objectives: has 2 entries
                    """)
    void what_cannot_be_used_is_named_with_the_reason(String text, String instead, String reason) {
        assertThat(QUEUE).contains(text);

        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, QUEUE.replace(text, instead)));

        assertThat(read.slos()).isEmpty();
        assertThat(read.findings().getFirst().toString()).contains(reason);
    }
}
