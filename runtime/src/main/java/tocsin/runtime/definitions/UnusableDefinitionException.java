package tocsin.runtime.definitions;

/// A document says something that cannot be used.
public final class UnusableDefinitionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    UnusableDefinitionException(Finding finding) {
        super(
                finding.path().isEmpty()
                        ? finding.message()
                        : finding.path() + ": " + finding.message());
        this.finding = finding;
    }

    /// What and where.
    public Finding finding() {
        return finding;
    }
}
