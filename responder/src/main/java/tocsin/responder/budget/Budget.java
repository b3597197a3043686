package tocsin.responder.budget;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The error budget of one SLO.
///
/// @param slo its name, with the labels of its part where it is split by them
/// @param at event time the counts end at
/// @param begin when the calendar period began; null for a rolling one
/// @param coverage share of the period that history covers, 0 to 1
/// @param allowedBad bad events that the whole period allows
/// @param consumed bad events over those; 1 = all spent
/// @param burn how fast it goes; null where no window says so
/// @param slice length of a time slice, where those are counted; zero: events are
/// @param frozen whether deployments wait because of it
public record Budget(
        String slo,
        Instant at,
        Duration period,
        @Nullable Instant begin,
        double coverage,
        long good,
        long total,
        double allowedBad,
        double consumed,
        @Nullable Burn burn,
        Duration slice,
        boolean frozen) {

    /// Later than this is not foreseen.
    private static final Duration FORESEEN = Duration.ofDays(3_650);

    /// A burn rate.
    ///
    /// @param over length of the window it was measured in
    /// @param rate 1 spends exactly the whole budget in a period
    public record Burn(Duration over, double rate) {}

    /// What is left of it; below 0 once more than all is spent.
    public double remaining() {
        return 1 - consumed;
    }

    /// When all of it is spent at this rate; empty when that is not foreseen, or a calendar period
    /// ends before.
    public Optional<Instant> exhaustedAt() {
        if (burn == null || !(burn.rate > 0) || remaining() <= 0) {
            return Optional.empty();
        }
        double millis = remaining() * period.toMillis() / burn.rate;
        if (!(millis < FORESEEN.toMillis())) {
            return Optional.empty();
        }
        var spent = at.plusMillis((long) millis);
        return begin != null && spent.isAfter(begin.plus(period))
                ? Optional.empty()
                : Optional.of(spent);
    }
}
