package tocsin.detector;

import tocsin.detector.rule.Cadence;
import tocsin.detector.rule.Latest;
import tocsin.detector.rule.RuleSeries;
import tocsin.detector.rule.RuleState;
import tocsin.detector.rule.Streak;
import tocsin.detector.window.Ring;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.function.Function;

/// How the state of a rule's series is stored.
final class RuleHeads implements SeriesStore.Heads<RuleSeries> {
    /// The first format with steps, and what was said last.
    private static final int WITH_STEPS = 3;

    /// The first format with the time of the last signal.
    private static final int WITH_CADENCE = 4;

    private final LearnedStore learned;

    /// @param learned where what is usual is kept
    RuleHeads(LearnedStore learned) {
        this.learned = learned;
    }

    @Override
    public void writeBeside(byte[] key, RuleSeries series) {
        series.known().learned().ifPresent(known -> learned.write(key, known));
    }

    @Override
    public void readBeside(byte[] key, RuleSeries series) {
        learned.read(key).ifPresent(series.known()::restore);
    }

    @Override
    public RuleSeries fresh() {
        return new RuleSeries(new Ring(1), RuleState.NEW);
    }

    @Override
    public void write(RuleSeries series, DataOutput out) throws IOException {
        var state = series.state();
        out.writeLong(state.pending());
        out.writeBoolean(state.firing());
        out.writeLong(state.since());
        out.writeLong(state.clearSince());
        out.writeByte(state.turns().size());
        for (long turn : state.turns()) {
            out.writeLong(turn);
        }
        out.writeBoolean(state.flapping());
        out.writeUTF(state.breach());
        out.writeInt(state.revision());
        out.writeByte(state.step());
        write(series.known().latest(), out);
        out.writeBoolean(series.known().streak().bad());
        out.writeInt(series.known().streak().length());
        out.writeLong(series.cadence().minute());
        out.writeBoolean(series.cadence().counted());
    }

    private static void write(Latest latest, DataOutput out) throws IOException {
        out.writeBoolean(!latest.isNone());
        if (!latest.isNone()) {
            out.writeLong(latest.at());
            out.writeDouble(latest.value());
            out.writeDouble(latest.limit());
            out.writeLong(latest.hour());
            out.writeDouble(latest.lowest());
            out.writeDouble(latest.lowestBefore());
        }
    }

    private static Latest latest(DataInput in) throws IOException {
        return in.readBoolean()
                ? new Latest(
                        in.readLong(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readLong(),
                        in.readDouble(),
                        in.readDouble())
                : Latest.NONE;
    }

    @Override
    public Function<Ring, RuleSeries> read(DataInput in, int format) throws IOException {
        long pending = in.readLong();
        boolean firing = in.readBoolean();
        long since = in.readLong();
        long clearSince = in.readLong();
        var turns = new ArrayList<Long>();
        for (int left = in.readByte(); left > 0; left--) {
            turns.add(in.readLong());
        }
        var state =
                new RuleState(
                        pending,
                        firing,
                        since,
                        clearSince,
                        turns,
                        in.readBoolean(),
                        in.readUTF(),
                        in.readInt(),
                        format < WITH_STEPS ? 0 : in.readByte());
        var latest = format < WITH_STEPS ? Latest.NONE : latest(in);
        var streak = format < WITH_STEPS ? Streak.NONE : new Streak(in.readBoolean(), in.readInt());
        var cadence =
                format < WITH_CADENCE ? Cadence.NEW : new Cadence(in.readLong(), in.readBoolean());
        return ring -> {
            var series = new RuleSeries(ring, state);
            series.restore(cadence);
            series.known().restore(latest);
            series.known().restore(streak);
            return series;
        };
    }
}
