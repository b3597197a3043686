package tocsin.ingest.input;

import java.util.List;

/// What became of a batch: all of its entries are taken, or none.
///
/// @param <T> what an entry is
public sealed interface BatchResult<T> {
    /// Every entry is good.
    record Accepted<T>(List<T> entries) implements BatchResult<T> {}

    /// Something is wrong: all of it, by entry.
    ///
    /// @param entries how many entries are refused with it
    record Refused<T>(int entries, List<Problem> problems) implements BatchResult<T> {}

    /// More entries than one request may have.
    record TooMany<T>(int entries, int limit) implements BatchResult<T> {}
}
