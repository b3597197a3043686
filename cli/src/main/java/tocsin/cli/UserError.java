package tocsin.cli;

/// Something that the person at the keyboard can put right. The message is one line: what, where,
/// why and how to fix it.
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }
}
