package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.detector.slo.Documents.CHECKOUT;
import static tocsin.detector.slo.Documents.GOOGLE_SHARE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.runtime.definitions.Finding;

class AlertPolicyReaderTest {
    private static final String SLO =
            CHECKOUT.replace("  annotations: {tocsin.dev/burn-policy: google-share}\n", "");

    /// Policies of an SLO, each with its condition.
    private static String policies(String... conditions) {
        var text = new StringBuilder(SLO).append("  alertPolicies:\n");
        for (var condition : conditions) {
            text.append(
                    """
                        - metadata: {name: p}
                          spec:
                            alertWhenBreaching: true
                            conditions: [{metadata: {name: c}, spec: {%s}}]
                            notificationTargets: [{spec: {target: x}}]
                    """
                            .formatted(condition));
        }
        return text.toString();
    }

    @Test
    void of_two_that_page_the_one_with_the_higher_threshold_is_the_fast_one() {
        var read =
                SloReader.read(
                        Documents.set(
                                1,
                                policies(
                                        "severity: page, condition: {threshold: 6, lookbackWindow:"
                                                + " 6h}",
                                        "severity: critical, condition: {threshold: 14.4,"
                                                + " lookbackWindow: 1h}",
                                        "severity: ticket, condition: {threshold: 1,"
                                                + " lookbackWindow: 3d}")));

        assertThat(read.findings()).isEmpty();
        assertThat(read.slos().getFirst().policy().pairs())
                .containsExactlyInAnyOrder(
                        Slos.pair("PAGE_FAST", 14_400, "1h", "5m"),
                        Slos.pair("PAGE_SLOW", 6_000, "6h", "30m"),
                        Slos.pair("TICKET_FAST", 1_000, "3d", "6h"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    severity: P1, condition: {threshold: 2, lookbackWindow: 1h}                     | spec.severity: 'P1' says neither page nor ticket
                    severity: page, condition: {threshold: 2, lookbackWindow: 1h, op: lte}          | condition.op: is 'lte'; a breach is a burn rate above the threshold
                    severity: page, condition: {threshold: 2, lookbackWindow: 1h, alertAfter: 5m}   | condition.alertAfter: a pair fires as soon as both of its windows burn
                    severity: page, condition: {threshold: 2, lookbackWindow: 1M}                   | condition.lookbackWindow: '1M' is no duration
                    severity: page, condition: {threshold: 2000, lookbackWindow: 1h}                | can never fire: a burn rate of 2000.0 is above 1000
                    severity: page, condition: {kind: burnRate, threshold: 2, lookbackWindow: 1h}   | 'burnRate' is unknown; did you mean 'burnrate'?
                    severity: page, condition: {lookbackWindow: 1h}                                 | condition.threshold: is missing
                    """)
    void what_is_not_ours_to_do_is_refused(String condition, String reason) {
        assertThat(reason(policies(condition))).contains(reason);
    }

    @Test
    void a_policy_that_is_none_is_refused() {
        var two = "severity: page, condition: {threshold: 6, lookbackWindow: 6h}";

        assertThat(reason(policies(two, two, two))).contains("two pairs of the same class");
        assertThat(
                        reason(
                                policies(two)
                                        .replace(
                                                "alertWhenBreaching: true",
                                                "alertWhenResolved: true")))
                .contains("alertWhenBreaching: is not true: this policy would never fire");
        assertThat(
                        reason(
                                policies(two)
                                        .replace(
                                                "alertWhenBreaching: true",
                                                "alertWhenNoData: true")))
                .contains("absence of data is not watched for yet");
        assertThat(reason(SLO + "  alertPolicies: [{alertPolicyRef: slow}]\n"))
                .contains("spec.alertPolicies[0].alertPolicyRef: there is no AlertPolicy 'slow'");
        assertThat(reason(SLO + "  alertPolicies: []\n")).contains("there are no pairs");
        assertThat(
                        reason(
                                policies(two)
                                        .replace(
                                                "metadata:\n",
                                                "metadata:\n"
                                                        + "  annotations: {tocsin.dev/burn-policy:"
                                                        + " google-share}\n")))
                .contains("stand beside the annotation tocsin.dev/burn-policy");
    }

    private static String reason(String slo) {
        return SloReader.read(Documents.set(1, GOOGLE_SHARE, slo)).findings().stream()
                .map(Finding::toString)
                .findFirst()
                .orElse("");
    }
}
