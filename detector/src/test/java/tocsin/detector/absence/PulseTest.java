package tocsin.detector.absence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.detector.absence.Excuses.Excuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Seconds from a start of no importance; a tick every second.
class PulseTest {
    private static final long START = 1_767_603_600_000L;
    private static final long HOUR = 3_600;
    private static final long DAY = 24 * HOUR;

    private final Pulse pulse = new Pulse("checkout", "availability", Pulse.State.NEW);
    private final List<Silence> silences = new ArrayList<>();
    private Excuses excuses = Excuses.NONE;
    private Watch watch = Watch.LEARNED;
    private Listening listening = Listening.NEVER;
    private long now;

    @Test
    void who_is_heard_every_ten_seconds_is_missed_after_a_minute() {
        every(10, 600);
        quiet(60);
        assertThat(silences).isEmpty();

        quiet(1);

        assertThat(silences)
                .singleElement()
                .satisfies(silence -> {
                    assertThat(silence.kind()).isEqualTo(Silence.Kind.FIRING);
                    assertThat(silence.at()).isEqualTo(at(661));
                    assertThat(silence.text())
                            .isEqualTo(
                                    "checkout: nothing was heard of availability for 61s, last at"
                                            + " 2026-01-05T09:10:00Z; usual is a sample every 10s"
                                            + " at least");
                });
    }

    @Test
    void who_reports_every_five_minutes_is_missed_after_fifteen() {
        every(300, DAY);
        quiet(900);
        assertThat(silences).isEmpty();

        quiet(1);

        assertThat(silences).hasSize(1);
    }

    @Test
    void a_stranger_is_not_missed() {
        every(10, 90);

        quiet(DAY);

        assertThat(silences).isEmpty();
    }

    /// The first pauses are longer than anybody could know.
    @Test
    void what_comes_in_bursts_is_known_after_two_of_them() {
        for (int burst = 0; burst < 600; burst++) {
            every(1, 20);
            quiet(70);
        }

        assertThat(silences).hasSizeLessThanOrEqualTo(4);
    }

    /// A gap without ticks is time in which ingest, or whatever stands before it, was down.
    @Test
    void nobody_is_missed_while_nobody_listens() {
        every(10, 600);
        now += 4 * HOUR;
        quiet(59);
        assertThat(silences).isEmpty();

        quiet(3);

        assertThat(silences).hasSize(1);
    }

    @Test
    void one_sample_is_not_enough_to_be_back() {
        every(10, 600);
        quiet(300);
        every(10, 10);
        quiet(20);
        assertThat(silences).hasSize(1);

        every(10, 80);

        assertThat(silences)
                .extracting(Silence::kind)
                .containsExactly(Silence.Kind.FIRING, Silence.Kind.CLEARED);
        assertThat(silences).extracting(Silence::breach).containsOnly(silences.getFirst().breach());
        assertThat(silences).extracting(Silence::revision).containsExactly(1, 2);
    }

    /// A source that was slowed down is missed once, and not at each of its pauses.
    @Test
    void a_slower_rhythm_is_learned() {
        every(10, 600);

        every(120, DAY);

        assertThat(silences)
                .extracting(Silence::kind)
                .containsExactly(Silence.Kind.FIRING, Silence.Kind.CLEARED);
        quiet(361);
        assertThat(silences).hasSize(3);
    }

    @Test
    void a_faster_rhythm_is_learned_as_well() {
        every(300, DAY);
        every(10, DAY);

        quiet(61);

        assertThat(silences).hasSize(1);
    }

    @Test
    void silence_of_a_deployment_is_excused_until_a_while_after_its_end() {
        every(10, 600);
        said(new Announcement.Change("run-1", false));
        quiet(240);
        said(new Announcement.Change("run-1", true));
        quiet(300);
        assertThat(silences).isEmpty();

        quiet(61);

        assertThat(silences).hasSize(1);
    }

    @Test
    void a_deployment_whose_end_nobody_tells_excuses_half_an_hour() {
        every(10, 600);
        said(new Announcement.Change("run-1", false));
        quiet(1_800);
        assertThat(silences).isEmpty();

        quiet(61);

        assertThat(silences).hasSize(1);
    }

    @Test
    void what_is_scaled_to_nothing_is_not_missed_until_it_is_there_again() {
        every(10, 600);
        said(new Announcement.Scaling("scaling", true));
        quiet(10 * DAY);
        assertThat(silences).isEmpty();

        said(new Announcement.Scaling("scaling", false));
        quiet(361);

        assertThat(silences).hasSize(1);
    }

    @Test
    void maintenance_is_excused_in_its_time() {
        every(10, 600);
        said(new Announcement.Maintenance("m", at(900), at(1_500), false));
        quiet(61);

        assertThat(silences).hasSize(1);
    }

    @Test
    void a_stated_time_counts_instead_of_what_is_usual() {
        watch = new Watch(15_000);
        every(10, 600);

        quiet(16);

        assertThat(silences).hasSize(1);
    }

    @Test
    void when_nobody_wants_to_hear_of_it_any_more_its_breach_ends() {
        every(10, 600);
        quiet(61);

        var end = pulse.withdrawn(at(now));

        assertThat(end).get().extracting(Silence::kind).isEqualTo(Silence.Kind.WITHDRAWN);
        assertThat(pulse.withdrawn(at(now))).isEmpty();
    }

    /// One event in five minutes on average, at random: a month without a false word, and missed
    /// within a few hours.
    @Test
    void rare_and_random_traffic_is_seldom_missed() {
        long seed = 20260105;
        var random = new Random(seed);
        for (long next = 1; now < 30 * DAY; ) {
            next = (long) (-300 * Math.log(1 - random.nextDouble()));
            quiet(Math.max(1, next));
            hear();
        }

        assertThat(silences).as("seed %d", seed).hasSizeLessThanOrEqualTo(2);
        quiet(4 * HOUR);
        assertThat(silences.getLast().firing()).isTrue();
    }

    @Test
    void a_service_has_so_many_excuses_and_no_more() {
        var many = Excuses.NONE;
        for (int i = 0; i < 100; i++) {
            many = many.with(new Excuse("change-" + i, 0, 1_000 + i), 0);
        }

        assertThat(many.excuses()).hasSize(Excuses.MOST);
        assertThat(many.hold(1_098)).isTrue();
    }

    private void said(Announcement announcement) {
        excuses = excuses.with(announcement.excuse(at(now)), at(now));
    }

    /// A sample every so many seconds, for so long.
    private void every(long seconds, long length) {
        for (long left = length; left >= seconds; left -= seconds) {
            quiet(seconds);
            hear();
        }
    }

    private void hear() {
        pulse.heard(listening, at(now));
    }

    private void quiet(long seconds) {
        for (long i = 0; i < seconds; i++) {
            now++;
            listening = listening.at(at(now));
            pulse.tick(listening, watch, excuses.hold(at(now))).ifPresent(silences::add);
        }
    }

    private static long at(long second) {
        return START + second * 1_000;
    }
}
