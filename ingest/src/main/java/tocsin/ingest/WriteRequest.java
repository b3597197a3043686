package tocsin.ingest;

import tocsin.ingest.prometheus.Series;

import java.util.List;

/// What a remote-write 1.0 body turned out to be.
sealed interface WriteRequest {
    /// A request.
    ///
    /// @param metadata how many parts of each kind were there that are not used
    record Decoded(List<Series> series, int metadata, int exemplars, int histograms)
            implements WriteRequest {}

    /// Not the protocol.
    record Malformed(String reason) implements WriteRequest {}

    /// More than one request may have.
    record TooLarge(String reason) implements WriteRequest {}
}
