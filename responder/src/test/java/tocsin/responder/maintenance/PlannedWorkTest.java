package tocsin.responder.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import tocsin.responder.maintenance.Window.Removed;
import tocsin.responder.maintenance.Window.Set;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class PlannedWorkTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final Instant NOON = NINE.plus(Duration.ofHours(3));
    private static final Duration HOUR = Duration.ofHours(1);

    private PlannedWork state = PlannedWork.of("checkout");

    @Test
    void what_begins_now_holds_pages_back_from_when_every_reader_knows() {
        var set = only(told("run-1", NINE, NOON, false), Set.class);

        assertThat(set.from()).isEqualTo(NINE.plusSeconds(2));
        assertThat(set.to()).isEqualTo(NOON);
        assertThat(set.author()).isEqualTo("pipeline");
    }

    @Test
    void a_plan_is_a_window_of_later() {
        var set = only(told("run-1", NOON, NOON.plus(HOUR), false), Set.class);

        assertThat(set.from()).isEqualTo(NOON);
    }

    @Test
    void no_window_is_without_an_end_or_longer_than_a_week() {
        assertThat(only(told("run-1", NINE, null, false), Set.class).to())
                .isEqualTo(NINE.plus(Duration.ofHours(4)));
        assertThat(only(told("run-2", NINE, NINE.plus(Duration.ofDays(30)), false), Set.class).to())
                .isEqualTo(NINE.plus(Duration.ofDays(7)));
    }

    @Test
    void its_end_removes_it_and_it_does_not_begin_again() {
        var set = only(told("run-1", NINE, NOON, false), Set.class);
        var removed = only(told("run-1", NINE, NOON, true, NINE.plus(HOUR)), Removed.class);

        assertThat(removed.id()).isEqualTo(set.id());
        assertThat(removed.from()).isEqualTo(NINE.plus(HOUR).plusSeconds(2));
        assertThat(told("run-1", NINE, NOON, false, NINE.plus(HOUR))).isEmpty();
    }

    @Test
    void what_ended_before_it_was_told_to_begin_never_begins() {
        assertThat(told("run-1", NINE, NOON, true)).isEmpty();
        assertThat(told("run-1", NINE, NOON, false)).isEmpty();
    }

    @Test
    void a_repetition_says_nothing_new_and_what_is_past_says_nothing() {
        told("run-1", NINE, NOON, false);

        assertThat(told("run-1", NINE, NOON, false, NINE.plus(HOUR))).isEmpty();
        assertThat(told("run-2", NINE.minus(HOUR), NINE, false)).isEmpty();
    }

    @Test
    void more_time_is_another_end_of_the_same_window() {
        told("run-1", NINE, NOON, false);
        var set = only(told("run-1", NINE, NOON.plus(HOUR), false, NINE.plus(HOUR)), Set.class);

        assertThat(set.from()).isEqualTo(NINE.plus(HOUR).plusSeconds(2));
        assertThat(set.to()).isEqualTo(NOON.plus(HOUR));
    }

    @Test
    void what_is_put_off_is_no_window_until_then() {
        told("run-1", NINE, NOON, false);
        var windows = told("run-1", NOON, NOON.plus(HOUR), false);

        assertThat(windows).hasSize(2);
        assertThat(windows.getFirst()).isInstanceOf(Removed.class);
        assertThat(windows.getLast())
                .isInstanceOfSatisfying(Set.class, set -> assertThat(set.from()).isEqualTo(NOON));
    }

    @Test
    void of_too_much_what_is_over_is_forgotten_first_and_more_is_refused() {
        told("over", NINE, NOON, true);
        for (int i = 0; i < PlannedWork.KNOWN_MAX; i++) {
            told("run-" + i, NINE, NOON, false);
        }

        assertThat(state.known()).hasSize(PlannedWork.KNOWN_MAX);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> told("one more", NINE, NOON, false))
                .withMessage("checkout has more than 100 planned works at once");
        told("later", NOON, NOON.plus(HOUR), false, NOON);
        assertThat(state.known()).hasSize(PlannedWork.KNOWN_MAX);
    }

    /// Whatever is told in whatever order: at every moment a window covers only what the last word
    /// on its work covers, and never longer than it may.
    @Test
    void the_last_word_on_each_work_counts() {
        for (long seed = 0; seed < 300; seed++) {
            lastWordCounts(seed);
        }
    }

    private void lastWordCounts(long seed) {
        var random = new Random(seed);
        state = PlannedWork.of("checkout");
        var written = new ArrayList<Window>();
        var now = NINE;
        var last = Optional.<Work>empty();
        boolean over = false;
        for (int i = 0; i < 8; i++) {
            now = now.plusSeconds(random.nextInt(3_600));
            var from = now.plusSeconds(random.nextInt(7_200) - 3_600L);
            var to = random.nextInt(4) == 0 ? null : from.plusSeconds(1 + random.nextInt(20_000));
            boolean ends = random.nextInt(6) == 0;
            written.addAll(told("run-1", from, to, ends, now));
            if (!over) {
                last = Optional.of(new Work("run-1", from, to, ends, "", ""));
            }
            over |= ends;
            for (int minute = 0; minute < 600; minute += 7) {
                var at = now.plusSeconds(2).plus(Duration.ofMinutes(minute));
                assertThat(covers(written, at))
                        .as("seed %d, %s after %s", seed, at, now)
                        .isEqualTo(last.filter(work -> covers(work, at)).isPresent());
            }
        }
    }

    private static boolean covers(Work work, Instant at) {
        var to = work.to() == null ? work.from().plus(PlannedWork.OPEN_ENDED) : work.to();
        return !work.over() && !at.isBefore(work.from()) && at.isBefore(to);
    }

    /// As readers of controls look one up.
    private static boolean covers(List<Window> written, Instant at) {
        for (var window : written.reversed()) {
            switch (window) {
                case Removed(_, var from, _) -> {
                    if (!at.isBefore(from)) {
                        return false;
                    }
                }
                case Set(_, var from, var to, _, _) -> {
                    if (!at.isBefore(from)) {
                        return at.isBefore(to);
                    }
                }
            }
        }
        return false;
    }

    private List<Window> told(String change, Instant from, Instant to, boolean over) {
        return told(change, from, to, over, NINE);
    }

    private List<Window> told(String change, Instant from, Instant to, boolean over, Instant now) {
        var work = new Work(change, from, to, over, "pipeline", "the vendor patches");
        var decision = state.decide(work, now);
        state = decision.state();
        return decision.windows();
    }

    private static <T extends Window> T only(List<Window> windows, Class<T> type) {
        assertThat(windows).hasSize(1);
        return type.cast(windows.getFirst());
    }
}
