package tocsin.runtime.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"90s, PT90S", "5m, PT5M", "30d, P30D", "1w, P7D", "250ms, PT0.25S", "0s, PT0S"})
    void reads(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20s", "2m", "1h", "30d", "1500ms"})
    void writes_what_it_reads(String text) {
        assertThat(DurationText.of(DurationText.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "-5m", "1.5h", "5 m", "1M", "99999999999999d", "5m5s"})
    void refuses_what_is_no_duration_with_an_example(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 90s");
    }
}
