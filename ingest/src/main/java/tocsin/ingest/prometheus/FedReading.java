package tocsin.ingest.prometheus;

import java.time.Instant;
import java.util.HexFormat;

/// A reading of a series that an indicator is fed with.
public record FedReading(SeriesIndex.Match series, Reading reading) {
    /// The same for a retry.
    public String id() {
        return HexFormat.of().toHexDigits(series.series()) + "/" + reading.timestampMillis();
    }

    public Instant at() {
        return reading.at();
    }

    /// NaN when the series ended.
    public double value() {
        return reading.stale() ? Double.NaN : reading.value();
    }
}
