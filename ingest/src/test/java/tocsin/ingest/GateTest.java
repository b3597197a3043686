package tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

class GateTest {
    private final Gate gate = new Gate();

    @Test
    void a_closed_gate_lets_nobody_in() throws InterruptedException {
        assertThat(gate.enter()).isTrue();
        gate.leave();

        gate.close(Duration.ofSeconds(10));

        assertThat(gate.enter()).isFalse();
        assertThat(gate.closed()).isTrue();
    }

    @Test
    @Timeout(10)
    void closing_waits_for_the_last_one_inside() throws InterruptedException {
        assertThat(gate.enter()).isTrue();
        var inside =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!gate.closed()) {
                                Thread.onSpinWait();
                            }
                            gate.leave();
                        });

        gate.close(Duration.ofSeconds(60));

        inside.join();
    }

    @Test
    void closing_does_not_wait_for_longer_than_told() throws InterruptedException {
        assertThat(gate.enter()).isTrue();

        gate.close(Duration.ofMillis(5));

        assertThat(gate.closed()).isTrue();
    }
}
