package tocsin.detector.absence;

import tocsin.schemas.identity.Ids;

import java.util.Optional;

/// What was heard of one indicator of one service, and whether it has fallen silent. How often it
/// is to be heard is learned: the longest pause of late, which fades while nothing near it comes
/// again.
public final class Pulse {
    /// Nobody is missed sooner, however often he was heard, in milliseconds.
    public static final long SHORTEST = 60_000;

    /// What was heard less often than this was never a regular source: somebody tried something.
    static final int ACQUAINTED = 10;

    /// Silence this many times as long as the longest pause is too long.
    private static final long PATIENCE = 3;

    /// Samples within a second are one moment: they came together.
    private static final long MOMENT = 1_000;

    private static final long FADING = 64;
    private static final long LONGEST_PAUSE = 3_600_000;

    private final String service;
    private final String sli;
    private State state;

    /// What is remembered. Times of [Listening#clock()] except where said otherwise.
    ///
    /// @param moments how often it was heard, up to [#ACQUAINTED]
    /// @param last when it was last heard, or excused
    /// @param pause the longest of late, in milliseconds
    /// @param lastAt epoch milliseconds when it was last heard
    /// @param missed how long the last silence was that it was missed in, in milliseconds
    public record State(int moments, long last, long pause, long lastAt, long missed, Open open) {
        /// Before anything was heard.
        public static final State NEW = new State(0, 0, 0, 0, 0, Open.NONE);

        State heard(long now, long longest, long at) {
            int times = Math.min(ACQUAINTED, moments + 1);
            return new State(times, now, longest, at, missed, open);
        }

        State excused(long now) {
            return new State(moments, now, pause, lastAt, missed, open);
        }

        State missed(long silence) {
            return new State(moments, last, pause, lastAt, silence, open);
        }

        State with(Open next) {
            return new State(moments, last, pause, lastAt, missed, next);
        }
    }

    /// The breach of a silence.
    ///
    /// @param breach its id; empty for none
    /// @param since epoch milliseconds when it opened
    /// @param back since when the indicator is heard again, by [Listening#clock()]; 0 for not yet
    public record Open(String breach, long since, long back) {
        /// There is none.
        public static final Open NONE = new Open("", 0, 0);

        boolean there() {
            return !breach.isEmpty();
        }

        Open back(long at) {
            return new Open(breach, since, at);
        }
    }

    /// One of which nothing was heard yet.
    public Pulse(String service, String sli) {
        this(service, sli, State.NEW);
    }

    public Pulse(String service, String sli, State state) {
        this.service = service;
        this.sli = sli;
        this.state = state;
    }

    public String service() {
        return service;
    }

    public String sli() {
        return sli;
    }

    public State state() {
        return state;
    }

    /// Whether anything was ever heard.
    public boolean wasHeard() {
        return state.moments > 0;
    }

    /// A sample came.
    ///
    /// @param at when ingest took it in, epoch milliseconds
    public void heard(Listening listening, long at) {
        long now = Math.min(at - listening.missed(), listening.clock() + MOMENT);
        long gap = now - state.last;
        if (state.moments == 0) {
            state = state.heard(now, 0, at);
        } else if (gap >= MOMENT) {
            boolean ends = state.open.there() && state.open.back() == 0;
            state = ends ? heardAgain(now, gap, at) : state.heard(now, learned(gap), at);
        }
    }

    /// The silence that ends is no pause, unless it was about as long as the one before: that is
    /// how it comes then.
    private State heardAgain(long now, long gap, long at) {
        boolean usual = gap < 2 * state.missed;
        return state.heard(now, usual ? learned(gap) : state.pause, at)
                .missed(gap)
                .with(state.open.back(now));
    }

    private long learned(long gap) {
        long faded = state.pause - Math.min(state.pause, gap) / FADING;
        return Math.min(LONGEST_PAUSE, Math.max(gap, faded));
    }

    /// How long it may be silent, in milliseconds.
    public long patience(Watch watch) {
        return watch.fixed() > 0 ? watch.fixed() : Math.max(SHORTEST, PATIENCE * state.pause);
    }

    /// What a tick says about it.
    ///
    /// @param excused whether silence is to be expected now
    public Optional<Silence> tick(Listening listening, Watch watch, boolean excused) {
        long silent = listening.clock() - state.last;
        boolean tooLong = silent > patience(watch);
        if (state.open.there()) {
            return tooLong ? stillSilent() : perhapsBack(listening, watch);
        }
        if (!tooLong || state.moments < ACQUAINTED) {
            return Optional.empty();
        }
        if (excused) {
            state = state.excused(listening.clock());
            return Optional.empty();
        }
        return Optional.of(fires(listening.tick(), silent));
    }

    private Silence fires(long tick, long silent) {
        var id = Ids.hex("absence", service, sli, Long.toString(state.lastAt));
        state = state.with(new Open(id, tick, 0));
        return silence(Silence.Kind.FIRING, tick, silent);
    }

    private Optional<Silence> stillSilent() {
        if (state.open.back() != 0) {
            state = state.with(state.open.back(0));
        }
        return Optional.empty();
    }

    /// It has to be heard for as long as it may be silent before it counts as back.
    private Optional<Silence> perhapsBack(Listening listening, Watch watch) {
        long back = state.open.back();
        boolean isBack =
                back != 0 && state.last > back && listening.clock() - back >= patience(watch);
        return isBack
                ? Optional.of(ends(Silence.Kind.CLEARED, listening.tick()))
                : Optional.empty();
    }

    /// Nobody wants to hear of it any more.
    ///
    /// @return the end of its breach, where it had one
    public Optional<Silence> withdrawn(long tick) {
        return state.open.there()
                ? Optional.of(ends(Silence.Kind.WITHDRAWN, tick))
                : Optional.empty();
    }

    private Silence ends(Silence.Kind kind, long tick) {
        var silence = silence(kind, tick, tick - state.open.since());
        state = state.with(Open.NONE);
        return silence;
    }

    private Silence silence(Silence.Kind kind, long tick, long length) {
        return new Silence(
                kind,
                service,
                sli,
                state.open.breach(),
                tick,
                state.open.since(),
                length,
                state.lastAt,
                state.pause);
    }
}
