package tocsin.runtime.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class DefinitionHistoryTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final DefinitionHistory history = new DefinitionHistory();

    @Test
    void before_the_first_set_nothing_is_in_effect() {
        add(1, 0);

        assertThat(history.at(NINE.minusMillis(1))).isEqualTo(DefinitionSet.EMPTY);
    }

    @Test
    void the_set_is_chosen_by_time_never_as_the_latest() {
        add(1, 0);
        add(2, 60);

        assertThat(history.at(NINE.plusSeconds(59)).version()).isEqualTo(1);
        assertThat(history.at(NINE.plusSeconds(60)).version()).isEqualTo(2);
        assertThat(history.newest().version()).isEqualTo(2);
    }

    @Test
    void a_later_apply_replaces_what_was_planned_after_it() {
        add(1, 0);
        add(2, 600);
        add(3, 60);

        assertThat(history.at(NINE.plusSeconds(700)).version()).isEqualTo(3);
        assertThat(history.newest().version()).isEqualTo(3);
    }

    @Test
    void of_two_sets_from_the_same_moment_the_later_counts() {
        add(1, 0);
        add(2, 0);

        assertThat(history.at(NINE).version()).isEqualTo(2);
    }

    private void add(long version, int seconds) {
        history.add(
                new DefinitionSet(version, "d" + version, NINE.plusSeconds(seconds), List.of()));
    }
}
