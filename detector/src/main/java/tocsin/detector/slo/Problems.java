package tocsin.detector.slo;

import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/// What is wrong with one SLO: each part is read, whatever is wrong with the others.
final class Problems {
    private final Collection<Finding> findings;
    private boolean none = true;

    Problems(Collection<Finding> findings) {
        this.findings = findings;
    }

    /// What a part says, if it can be used.
    <T> Optional<T> of(Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (UnusableDefinitionException e) {
            findings.add(e.finding());
            none = false;
            return Optional.empty();
        }
    }

    /// Checks a part.
    void in(Runnable part) {
        var _ =
                of(() -> {
                    part.run();
                    return true;
                });
    }

    boolean none() {
        return none;
    }
}
