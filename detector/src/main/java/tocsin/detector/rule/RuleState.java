package tocsin.detector.rule;

import java.util.ArrayList;
import java.util.List;

/// What is remembered of one rule's series beside its ring.
///
/// @param pending event time since which its conditions hold without it firing yet; [#NEVER]
/// @param firing whether it fires; while it flaps its breach is open either way
/// @param since event time since which it fires
/// @param clearSince watermark since which it has been clear; [#NEVER] while it is not
/// @param turns when it last fired or cleared, oldest first; those that flapping is judged by
/// @param flapping it comes and goes, and nothing is told of that any more
/// @param breach id of the open breach; empty when there is none
/// @param revision how often the open breach was told of
/// @param step number of the step that was told of last, where the rule has steps; else 0
public record RuleState(
        long pending,
        boolean firing,
        long since,
        long clearSince,
        List<Long> turns,
        boolean flapping,
        String breach,
        int revision,
        int step) {
    /// No time.
    public static final long NEVER = Long.MIN_VALUE;

    /// Before anything was counted.
    public static final RuleState NEW =
            new RuleState(NEVER, false, 0, NEVER, List.of(), false, "", 0, 0);

    /// So many turns within [#FLAPPING_WITHIN] are flapping; until [#QUIET] without any.
    private static final int FLAPPING_TURNS = 4;

    private static final long FLAPPING_WITHIN = 1_800_000;
    private static final long QUIET = 900_000;

    public RuleState {
        turns = List.copyOf(turns);
    }

    /// What it is up to.
    RuleStanding.Phase phase() {
        if (flapping) {
            return RuleStanding.Phase.FLAPPING;
        }
        if (firing) {
            return RuleStanding.Phase.FIRING;
        }
        return pending == NEVER ? RuleStanding.Phase.QUIET : RuleStanding.Phase.PENDING;
    }

    /// Whether there is nothing that time alone could change.
    boolean idle() {
        return !firing && !flapping && pending == NEVER;
    }

    /// Its conditions hold, or not, while it does not fire.
    RuleState pending(boolean holds, long newest, long forMillis) {
        if (!holds) {
            return pending == NEVER ? this : pendingSince(NEVER);
        }
        long from = pending == NEVER ? newest : pending;
        if (newest - from < forMillis) {
            return from == pending ? this : pendingSince(from);
        }
        return new RuleState(
                from, true, newest, NEVER, turned(newest), flapping, breach, revision, step);
    }

    /// It fires, and is clear or not at the watermark.
    RuleState clearing(boolean clear, long watermark, Rule rule) {
        if (!clear) {
            return clearSince == NEVER ? this : clearSince(NEVER);
        }
        if (clearSince == NEVER) {
            return clearSince(watermark);
        }
        boolean over =
                watermark - clearSince >= rule.clearForMillis()
                        && watermark - since >= rule.minEpisodeMillis();
        return over
                ? new RuleState(
                        NEVER, false, 0, NEVER, turned(watermark), flapping, breach, revision, step)
                : this;
    }

    /// Whether its last turns came so soon one after the other that it flaps.
    boolean turnsOften() {
        return turns.size() == FLAPPING_TURNS
                && turns.getLast() - turns.getFirst() <= FLAPPING_WITHIN;
    }

    /// Whether it has not turned for so long that it flaps no more.
    boolean quietAt(long watermark) {
        return watermark - turns.getLast() >= QUIET;
    }

    /// Its breach was told of once more.
    RuleState told(String openBreach, int newRevision, boolean flapsNow, int stepNow) {
        return new RuleState(
                pending,
                firing,
                since,
                clearSince,
                turns,
                flapsNow,
                openBreach,
                newRevision,
                stepNow);
    }

    /// It has been quiet for long enough.
    RuleState steady() {
        return new RuleState(
                pending, firing, since, clearSince, List.of(), false, breach, revision, step);
    }

    private RuleState pendingSince(long time) {
        return new RuleState(time, false, 0, NEVER, turns, flapping, breach, revision, step);
    }

    private RuleState clearSince(long time) {
        return new RuleState(pending, true, since, time, turns, flapping, breach, revision, step);
    }

    private List<Long> turned(long time) {
        var next = new ArrayList<>(turns);
        next.add(time);
        return next.size() > FLAPPING_TURNS ? next.subList(1, next.size()) : next;
    }
}
