package tocsin.runtime;

/// Another process listens on a port this one was told to use.
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int port;

    public PortInUseException(int port, Throwable cause) {
        super("port " + port + " is in use", cause);
        this.port = port;
    }

    /// The port.
    public int port() {
        return port;
    }
}
