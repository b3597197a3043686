package tocsin.schemas;

import org.jspecify.annotations.NullMarked;

/// The schema registry refused a request or could not be reached.
@NullMarked
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    /// @param temporary whether the same request may succeed later: the registry was out of reach
    ///   or ailing, and nothing is wrong with the data
    public RegistryException(String message, boolean temporary) {
        super(message);
        this.temporary = temporary;
    }

    /// Whether the same request may succeed later.
    public boolean temporary() {
        return temporary;
    }
}
