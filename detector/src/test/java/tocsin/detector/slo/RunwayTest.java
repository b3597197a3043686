package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.window.Ring;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A budget that will be gone soon, whatever the burn pairs say.
class RunwayTest {
    private static final long MINUTE = 60_000;
    private static final long DAY = 1_440 * MINUTE;
    private static final Runway PAGE = new Runway("EXHAUSTION_PAGE", DAY / 6, 30 * MINUTE);
    private static final Runway TICKET = new Runway("EXHAUSTION_TICKET", DAY, 30 * MINUTE);
    private static final BurnPair RARE = Slos.pair("PAGE_FAST", 900_000, "1h", "5m");

    /// One thousandth may fail; a thousand events a minute.
    private static final Slo SLO =
            Slos.of(
                    new BurnPolicy(
                            "policy",
                            List.of(RARE),
                            0,
                            60_000,
                            List.of(),
                            List.of(PAGE, TICKET),
                            Guard.USUAL));

    private SloSeries series = new SloSeries(new Ring(), SloState.NEW);
    private Optional<Change> change = Optional.empty();
    private long now;

    private void minutes(long count, long bad) {
        for (long i = 0; i < count; i++) {
            now += MINUTE;
            series.count(now - MINUTE, now, bad, 1_000, (_, _) -> {});
            change =
                    series.evaluate(SLO, now, now - 15_000)
                            .filter(one -> one.breach() != Change.Kind.NONE)
                            .or(() -> change);
        }
    }

    private boolean fires(Runway runway) {
        return series.state().facets().containsKey(runway.name());
    }

    @Test
    void what_is_left_has_to_last_at_the_newest_rate() {
        minutes(20 * 1_440, 0);
        // Ten times what is allowed, of which there is enough for three days.
        minutes(60, 10);
        assertThat(series.state().firing()).isFalse();
        minutes(2 * 1_440, 10);
        assertThat(fires(TICKET)).isTrue();
        assertThat(fires(PAGE)).isFalse();
        minutes(1_320, 10);
        assertThat(fires(PAGE)).isTrue();

        var standing = change.orElseThrow().standing();
        assertThat(standing.exhaustedIn().orElseThrow()).isLessThan(PAGE.withinMillis());
        assertThat(Sentence.of(SLO, change.orElseThrow()))
                .contains("events failed in the last 30 min (1.0 %)")
                .contains("10 times what the 99.9 % objective allows")
                .contains("and at this rate all of it in");

        minutes(60, 0);
        assertThat(series.state().firing()).isFalse();
    }

    @Test
    void a_rate_that_the_objective_allows_spends_nothing_too_soon() {
        minutes(10 * 1_440, 0);
        minutes(60, 660);
        minutes(120, 1);
        assertThat(series.standing(SLO).budget().consumed()).isGreaterThan(0.9);

        minutes(600, 1);

        assertThat(series.state().firing()).isFalse();
    }

    @Test
    void what_is_spent_already_lasts_no_longer() {
        minutes(1_440, 0);
        minutes(60, 900);
        minutes(120, 3);

        assertThat(series.standing(SLO).budget().consumed()).isGreaterThan(1);
        assertThat(fires(PAGE)).isTrue();
    }

    @Test
    void few_events_are_no_rate() {
        now = DAY;
        series.count(now - MINUTE, now, 1, 2, (_, _) -> {});

        assertThat(series.evaluate(SLO, now, now)).isPresent();
        assertThat(series.state().firing()).isFalse();
    }

    /// One that remembers for how long it need not look, beside one that forgets that each minute.
    @Test
    void nothing_is_overlooked_while_it_is_calm() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var ring = new Ring();
        var forgetful = SloState.NEW;
        int fired = 0;
        long typical = 0;
        for (int minute = 0; minute < 6_000; minute++) {
            // Whatever the seed, some hours of it are too bad to last.
            boolean grave = minute >= 3_000 && minute < 3_600;
            typical = grave ? 14 : random.nextInt(300) == 0 ? random.nextInt(15) : typical;
            long bad = Math.min(1_000, typical * random.nextInt(3));
            minutes(1, bad);
            ring.add(now - MINUTE, now, bad, 1_000, (_, _) -> {});
            var other = new SloSeries(ring, forgetful);
            var _ = other.evaluate(SLO, now, now - 15_000);
            forgetful = other.state();
            assertThat(series.state().facets())
                    .as("seed %d, minute %d", seed, minute)
                    .isEqualTo(forgetful.facets());
            fired += series.state().firing() ? 1 : 0;
        }
        assertThat(fired).as("seed %d", seed).isPositive();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {within: 4h, class: PAGE_FAST}                        | exhaustion[0].class: 'PAGE_FAST' is unknown
                    {within: 10s, class: EXHAUSTION_PAGE}                 | within and over are a minute at least
                    {within: 4h, over: 40d, class: EXHAUSTION_PAGE}       | EXHAUSTION_PAGE: no rate can be read over 40d
                    {class: EXHAUSTION_PAGE}                              | exhaustion[0].within: is missing
                    """)
    void forecasts_that_cannot_be_made_are_named_with_the_reason(String one, String why) {
        var policy = Documents.DEMO.stripTrailing() + "\n  exhaustion: [%s]\n".formatted(one);
        var set = Documents.set(1, policy, Documents.slo("checkout", "demo"));

        assertThat(SloReader.read(set).findings()).singleElement().asString().contains(why);
    }
}
