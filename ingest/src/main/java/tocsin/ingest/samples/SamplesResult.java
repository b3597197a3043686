package tocsin.ingest.samples;

import tocsin.ingest.input.Problem;

import java.util.List;

/// What became of a batch of samples: all of them are taken, or none.
public sealed interface SamplesResult {
    /// Every entry is good.
    record Accepted(List<Sample> samples) implements SamplesResult {}

    /// Something is wrong: all of it, by entry.
    ///
    /// @param entries how many entries are refused with it
    record Refused(int entries, List<Problem> problems) implements SamplesResult {}

    /// More entries than one request may have.
    record TooMany(int entries, int limit) implements SamplesResult {}
}
