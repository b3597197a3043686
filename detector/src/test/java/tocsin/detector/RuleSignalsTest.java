package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Compared;
import tocsin.schemas.RulePhase;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;

import java.nio.file.Path;
import java.util.List;

/// How a rule stands is told each minute, and when it begins or stops to fire.
class RuleSignalsTest {
    @TempDir private Path folder;
    private Driver driver;

    @BeforeEach
    void start() {
        driver = new Driver(folder, Definitions.always(Documents.set(1)));
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void a_signal_each_minute_has_value_and_limit_until_nothing_is_counted_any_more() {
        driver.seconds("checkout", 0, 300, 0);
        for (long second = 301; second <= 900; second++) {
            driver.tick(second);
        }

        var signals = of("error-rate-rollback");
        assertThat(signals).as("at once, then each minute").hasSize(1 + 5);
        var signal = signals.get(2);
        assertThat(signal.getEnvelope().getAt()).isEqualTo(Wire.at(120));
        assertThat(signal.getEnvelope().getId()).startsWith("checkout/rule/error-rate-rollback/0-");
        assertThat(signal.getSlo()).isEmpty();
        assertThat(signal.getFiring()).isFalse();
        assertThat(signal.getRule().getState()).isEqualTo(RulePhase.QUIET);
        assertThat(signal.getRule().getSli()).isEqualTo("availability");
        assertThat(signal.getRule().getMeasure()).isEqualTo("events");
        assertThat(signal.getRule().getFacet()).isEqualTo("PAGE_FAST");
        assertThat(signal.getRule().getCompared())
                .containsExactly(new Compared("above", 0.0, 0.05, 0.03, 60_000L, Wire.at(120)));
    }

    @Test
    void a_rule_is_pending_before_it_fires_and_each_turn_is_told_at_once() {
        driver.seconds("checkout", 0, 130, 0);
        driver.seconds("checkout", 130, 250, 1);
        driver.seconds("checkout", 250, 600, 0);

        var signals = of("error-rate-1pct");
        assertThat(signals)
                .extracting(signal -> signal.getRule().getState())
                .containsSubsequence(
                        RulePhase.QUIET, RulePhase.PENDING, RulePhase.FIRING, RulePhase.QUIET);
        var pending = first(signals, RulePhase.PENDING);
        var fires = first(signals, RulePhase.FIRING);
        assertThat(fires.getFiring()).isTrue();
        assertThat(pending.getRule().getSince().plusSeconds(120))
                .isEqualTo(fires.getRule().getSince())
                .isEqualTo(fires.getEnvelope().getAt());
        assertThat(fires.getRule().getCompared().getFirst().getValue()).isEqualTo(47 / 600.0);
    }

    @Test
    void while_nothing_is_usual_yet_there_is_a_value_and_no_limit() {
        driver.seconds("checkout", 0, 2_400, 0);

        var traffic = of("rps-drop-50");
        assertThat(traffic.get(2).getRule().getCompared().getFirst().getLimit()).isNull();
        assertThat(traffic.getLast().getRule().getCompared())
                .first()
                .satisfies(compared -> {
                    assertThat(compared.getValue()).isEqualTo(10);
                    assertThat(compared.getLimit()).isEqualTo(5);
                    assertThat(compared.getClear()).isEqualTo(7);
                });
    }

    private List<SignalPoint> of(String rule) {
        return driver.signals(SignalKind.RULE).stream()
                .filter(signal -> signal.getRule().getName().equals(rule))
                .toList();
    }

    private static SignalPoint first(List<SignalPoint> signals, RulePhase phase) {
        return signals.stream()
                .filter(signal -> signal.getRule().getState() == phase)
                .findFirst()
                .orElseThrow();
    }
}
