package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.detector.slo.Documents.CHECKOUT;
import static tocsin.detector.slo.Documents.GOOGLE_SHARE;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Burn-rate thresholds as other tools publish them, from the shares of the budget that they state.
class ThresholdTablesTest {
    /// Sloth's `examples/windows/7d.yaml`.
    private static final String SLOTH_WEEK = policy("0.08", "0.125", "0.2", "0.42", "3d", "6h");

    /// Pyrra states 50 % a day, 100 % in 4 days, a 14th a day and a 7th in 4 days, of 28 days.
    private static final String PYRRA =
            policy("0.0208333333", "0.0625", "0.0714285714", "0.1428571429", "4d", "6h");

    @ParameterizedTest(name = "{0} of {1}: {2}, {3}, {4}, {5}")
    @CsvSource({
        "Google, 30d, 14.4, 6, 3, 1",
        "Sloth, 30d, 14.4, 6, 3, 1",
        "Sloth, 28d, 13.44, 5.6, 2.8, 0.933",
        "SlothWeek, 7d, 13.44, 3.5, 1.4, 0.98",
        "Pyrra, 28d, 14, 7, 2, 1"
    })
    void thresholds_are_those_of_the_table(
            String tool, String period, double quick, double slow, double ticket, double last) {
        var policy =
                switch (tool) {
                    case "Pyrra" -> PYRRA;
                    case "SlothWeek" -> SLOTH_WEEK;
                    default -> GOOGLE_SHARE;
                };
        var slo = CHECKOUT.replace("30d", period);

        var read = SloReader.read(Documents.set(1, policy, slo));

        assertThat(read.findings()).isEmpty();
        assertThat(read.slos().getFirst().policy().pairs())
                .extracting(pair -> pair.factorMilli() / 1000.0)
                .isEqualTo(List.of(quick, slow, ticket, last));
    }

    private static String policy(
            String quick, String slow, String ticket, String last, String longest, String recent) {
        return """
        kind: BurnPolicy
        metadata: {name: google-share}
        spec:
          pairs:
            - {share: %s, long: 1h, short: 5m, class: PAGE_FAST}
            - {share: %s, long: 6h, short: 30m, class: PAGE_SLOW}
            - {share: %s, long: 1d, short: 2h, class: TICKET_FAST}
            - {share: %s, long: %s, short: %s, class: TICKET_SLOW}
        """
                .formatted(quick, slow, ticket, last, longest, recent);
    }
}
