package tocsin.responder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class ConditionTest {
    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    env=prod,          prod,    true
                    env=prod,          test,    false
                    env=,              '',      true
                    env!=prod,         test,    true
                    env!=prod,         '',      true
                    env!=prod,         prod,    false
                    env=~prod|test,    test,    true
                    env=~prod,         prod-2,  false
                    env=~prod.*,       prod-2,  true
                    env=~.+,           '',      false
                    env!~prod.*,       prod-2,  false
                    env!~prod.*,       test,    true
                    ' env =~ a=b ',    a=b,     true
                    """)
    void a_condition_holds_as_in_prometheus(String text, String value, boolean holds) {
        var labels = value.isEmpty() ? Map.<String, String>of() : Map.of("env", value);

        assertThat(Condition.of(text).holds(labels)).isEqualTo(holds);
        assertThat(Condition.of(Condition.of(text).text())).isEqualTo(Condition.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "env", "=prod", "env=~(", "env=~*"})
    void what_is_no_condition_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Condition.of(text));
    }

    @Test
    void an_expression_that_goes_on_for_ever_holds_for_nothing() {
        var labels = Map.of("env", "a".repeat(190) + "!");

        assertThat(Condition.of("env=~(a+)+b").holds(labels)).isFalse();
        assertThat(Condition.of("env!~(a+)+b").holds(labels)).isFalse();
    }

    @Test
    void a_silence_that_covers_everything_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> silence("env!=prod", "app=~.*"))
                .withMessageContaining("everything");
        assertThat(silence("env!=prod", "app=~.+").matches(Map.of("app", "shop"))).isTrue();
        assertThat(silence("env!=prod", "app=~.+").matches(Map.of("env", "prod", "app", "shop")))
                .isFalse();
    }

    private static Silence silence(String... conditions) {
        return new Silence(
                "s1",
                "SILENCE",
                Instant.EPOCH,
                null,
                "on-call",
                "we know",
                Map.of(),
                List.of(conditions).stream().map(Condition::of).toList());
    }
}
