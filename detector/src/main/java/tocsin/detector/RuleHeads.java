package tocsin.detector;

import tocsin.detector.rule.RuleSeries;
import tocsin.detector.rule.RuleState;
import tocsin.detector.window.Ring;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.function.Function;

/// How the state of a rule's series is stored.
final class RuleHeads implements SeriesStore.Heads<RuleSeries> {
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
                        in.readInt());
        return ring -> new RuleSeries(ring, state);
    }
}
