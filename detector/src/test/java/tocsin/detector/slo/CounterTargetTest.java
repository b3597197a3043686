package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.detector.slo.CounterTarget.Role.BAD;
import static tocsin.detector.slo.CounterTarget.Role.GOOD;
import static tocsin.detector.slo.CounterTarget.Role.TOTAL;

import org.junit.jupiter.api.Test;

import tocsin.detector.window.Delta;

import java.util.ArrayList;
import java.util.List;

class CounterTargetTest {
    private static final long ALL = 1;
    private static final long ERRORS = 2;
    private static final long FINE = 3;

    private final CounterTarget target = new CounterTarget();
    private final List<Delta> counted = new ArrayList<>();

    @Test
    void the_first_scrape_of_a_target_is_only_a_baseline() {
        scrape(0, 5_000, 40);

        assertThat(counted).isEmpty();
    }

    @Test
    void deltas_carry_the_interval_between_two_scrapes() {
        scrape(0, 5_000, 40);
        scrape(15, 5_150, 43);

        assertThat(counted).containsExactly(new Delta(0, 15_000, 3, 150));
    }

    @Test
    void a_decrease_is_a_restart_from_zero() {
        scrape(0, 5_000, 40);
        scrape(15, 5_100, 40);
        scrape(30, 70, 2);

        assertThat(bad()).isEqualTo(2);
        assertThat(total()).isEqualTo(170);
    }

    /// Prometheus misses these: `increase` of a series born with its first error is 1,063 instead
    /// of 1,200, and 0 when all its errors fall into one scrape.
    @Test
    void an_error_series_born_with_the_first_error_is_exact() {
        for (int scrape = 0; scrape < 8; scrape++) {
            total(scrape * 15, 150L * scrape);
        }
        for (int scrape = 8; scrape <= 16; scrape++) {
            scrape(scrape * 15, 150L * scrape, 150L * (scrape - 8));
        }

        assertThat(bad()).isEqualTo(1_200);
        assertThat(total()).isEqualTo(150 * 16);
    }

    @Test
    void a_burst_inside_one_scrape_of_a_series_born_then_is_exact() {
        total(0, 0);
        total(15, 1_500);
        scrape(30, 3_000, 1_200);

        assertThat(bad()).isEqualTo(1_200);
        assertThat(counted).contains(new Delta(15_000, 30_000, 1_200, 1_500));
    }

    @Test
    void missed_scrapes_lose_nothing() {
        scrape(0, 0, 0);
        scrape(75, 750, 300);

        assertThat(counted).containsExactly(new Delta(0, 75_000, 300, 750));
    }

    @Test
    void hours_without_scrapes_lose_nothing_and_invent_nothing() {
        scrape(0, 1_000_000, 50_000);
        scrape(15, 1_000_150, 50_001);
        scrape(15 + 7_200, 1_072_150, 50_009);
        scrape(30 + 7_200, 1_072_300, 50_009);

        assertThat(bad()).isEqualTo(9);
        assertThat(total()).isEqualTo(72_300);
    }

    /// Prometheus marks every series of a target stale when one scrape fails.
    @Test
    void a_failed_scrape_does_not_count_a_counters_whole_life_again() {
        scrape(0, 1_000_000, 50_000);
        scrape(15, 1_000_150, 50_001);
        target.end(ALL);
        target.end(ERRORS);
        scrape(45, 1_000_450, 50_002);

        assertThat(bad()).isEqualTo(2);
        assertThat(total()).isEqualTo(450);
    }

    @Test
    void half_a_scrape_counts_nothing_until_the_other_half_is_there() {
        scrape(0, 0, 0);
        read(BAD, ERRORS, 15, 90);
        assertThat(counted).isEmpty();

        read(TOTAL, ALL, 15, 100);
        assertThat(counted).containsExactly(new Delta(0, 15_000, 90, 100));
    }

    @Test
    void good_counters_are_what_is_not_bad() {
        read(TOTAL, ALL, 0, 0);
        read(GOOD, FINE, 0, 0);
        read(TOTAL, ALL, 15, 100);
        assertThat(counted).isEmpty();

        read(GOOD, FINE, 15, 93);
        assertThat(bad()).isEqualTo(7);
        assertThat(total()).isEqualTo(100);
    }

    @Test
    void counters_of_one_role_add_up() {
        for (int scrape = 0; scrape <= 2; scrape++) {
            read(TOTAL, ALL, scrape * 15, 100L * scrape);
            read(BAD, ERRORS, scrape * 15, 5L * scrape);
            read(BAD, 4, scrape * 15, 2L * scrape);
        }
        scrape(45, 300, 15);
        read(BAD, 4, 45, 6);

        assertThat(bad()).isEqualTo(21);
        assertThat(total()).isEqualTo(300);
    }

    @Test
    void a_service_that_never_failed_is_counted_one_scrape_later() {
        total(0, 0);
        total(15, 150);
        assertThat(counted).isEmpty();

        total(30, 300);
        assertThat(counted).containsExactly(new Delta(0, 15_000, 0, 150));
    }

    @Test
    void the_last_scrape_of_a_target_that_ended_is_counted() {
        total(0, 0);
        total(15, 150);
        target.end(ALL);
        counted.addAll(target.release(false));

        assertThat(total()).isEqualTo(150);
    }

    @Test
    void an_old_reading_is_not_used() {
        scrape(0, 0, 0);
        scrape(30, 300, 10);

        assertThat(target.read(TOTAL, ALL, 150, 15_000)).isFalse();
        assertThat(target.read(TOTAL, ALL, 300, 30_000)).isFalse();
        scrape(45, 450, 10);

        assertThat(total()).isEqualTo(450);
    }

    @Test
    void an_error_series_that_vanished_holds_the_others_back_for_five_minutes_only() {
        scrape(0, 0, 0);
        scrape(15, 150, 1);
        for (int scrape = 2; scrape <= 25; scrape++) {
            total(scrape * 15, 150L * scrape);
        }

        assertThat(bad()).isEqualTo(1);
        assertThat(total()).isGreaterThanOrEqualTo(150 * 23);
    }

    @Test
    void an_error_series_that_comes_back_goes_on_where_it_was() {
        scrape(0, 0, 40);
        scrape(15, 150, 41);
        for (int scrape = 2; scrape <= 40; scrape++) {
            total(scrape * 15, 150L * scrape);
        }
        scrape(41 * 15, 150 * 41, 43);

        assertThat(bad()).isEqualTo(3);
    }

    private void scrape(long second, double all, double errors) {
        read(TOTAL, ALL, second, all);
        read(BAD, ERRORS, second, errors);
    }

    private void total(long second, double all) {
        read(TOTAL, ALL, second, all);
    }

    private void read(CounterTarget.Role role, long series, long second, double value) {
        target.read(role, series, value, second * 1_000);
        counted.addAll(target.release(role == GOOD || goodRead(role)));
    }

    private boolean goodRead(CounterTarget.Role role) {
        return role == TOTAL
                && target.counters().values().stream().anyMatch(one -> one.role() == GOOD);
    }

    private long bad() {
        return counted.stream().mapToLong(Delta::bad).sum();
    }

    private long total() {
        return counted.stream().mapToLong(Delta::total).sum();
    }
}
