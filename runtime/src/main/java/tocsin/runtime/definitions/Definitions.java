package tocsin.runtime.definitions;

import java.time.Instant;

/// Which definitions are in effect at a time. Decisions ask with the timestamp of the record they
/// decide, so that every instance and every replay switches at the same point.
@FunctionalInterface
public interface Definitions {
    /// The set in effect at `time`; the empty set before the first.
    DefinitionSet at(Instant time);

    /// Definitions that never change: for tests, benchmarks and backtests.
    static Definitions always(DefinitionSet set) {
        return _ -> set;
    }
}
