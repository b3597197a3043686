package tocsin.ingest.prometheus;

import java.time.Instant;
import java.util.HexFormat;

/// A reading of a counter that an indicator counts.
public record CounterReading(SeriesIndex.Match counter, Reading reading) {
    /// The same for a retry.
    public String id() {
        return HexFormat.of().toHexDigits(counter.series()) + "/" + reading.timestampMillis();
    }

    public Instant at() {
        return reading.at();
    }

    /// NaN when the series ended.
    public double value() {
        return reading.stale() ? Double.NaN : reading.value();
    }
}
