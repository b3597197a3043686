package tocsin.detector.slo;

import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/// What is wrong with one document: each part is read, whatever is wrong with the others.
public final class Problems {
    private final Collection<Finding> findings;
    private boolean none = true;

    /// Collects into `findings`.
    public Problems(Collection<Finding> findings) {
        this.findings = findings;
    }

    /// What a part says, if it can be used.
    public <T> Optional<T> of(Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (UnusableDefinitionException e) {
            findings.add(e.finding());
            none = false;
            return Optional.empty();
        }
    }

    /// Checks a part.
    public void in(Runnable part) {
        var _ =
                of(() -> {
                    part.run();
                    return true;
                });
    }

    /// Whether every part could be used.
    public boolean none() {
        return none;
    }
}
