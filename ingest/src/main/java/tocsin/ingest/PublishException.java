package tocsin.ingest;

/// Kafka did not acknowledge what was to be written. The same request may succeed later.
final class PublishException extends Exception {
    private static final long serialVersionUID = 1L;

    PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
