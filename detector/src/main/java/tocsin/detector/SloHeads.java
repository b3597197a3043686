package tocsin.detector;

import tocsin.detector.slo.CalendarCounts.Totals;
import tocsin.detector.slo.FacetState;
import tocsin.detector.slo.SloSeries;
import tocsin.detector.slo.SloState;
import tocsin.detector.window.Ring;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Function;

/// How the state of an objective's series is stored.
final class SloHeads implements SeriesStore.Heads<SloSeries> {
    /// The first format with the totals of a calendar period.
    private static final int WITH_TOTALS = 2;

    @Override
    public SloSeries fresh() {
        return new SloSeries(new Ring(), SloState.NEW);
    }

    @Override
    public void write(SloSeries series, DataOutput out) throws IOException {
        var state = series.state();
        out.writeUTF(state.breach());
        out.writeInt(state.revision());
        out.writeLong(state.signalMinute());
        out.writeBoolean(state.countedSinceSignal());
        out.writeByte(state.facets().size());
        for (var facet : state.facets().entrySet()) {
            out.writeUTF(facet.getKey());
            out.writeLong(facet.getValue().since());
            out.writeLong(facet.getValue().clearSince());
        }
        out.writeBoolean(series.totals().isPresent());
        if (series.totals().isPresent()) {
            var totals = series.totals().get();
            out.writeLong(totals.begin());
            out.writeLong(totals.end());
            out.writeLong(totals.from());
            out.writeLong(totals.bad());
            out.writeLong(totals.total());
        }
    }

    @Override
    public Function<Ring, SloSeries> read(DataInput in, int format) throws IOException {
        var breach = in.readUTF();
        int revision = in.readInt();
        long signalMinute = in.readLong();
        boolean counted = in.readBoolean();
        var facets = new HashMap<String, FacetState>();
        for (int left = in.readByte(); left > 0; left--) {
            facets.put(in.readUTF(), new FacetState(true, in.readLong(), in.readLong()));
        }
        var state = new SloState(breach, revision, facets, signalMinute, counted);
        var totals = format < WITH_TOTALS ? Optional.<Totals>empty() : totals(in);
        return ring -> new SloSeries(ring, state, totals);
    }

    private static Optional<Totals> totals(DataInput in) throws IOException {
        return in.readBoolean()
                ? Optional.of(
                        new Totals(
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong()))
                : Optional.empty();
    }
}
