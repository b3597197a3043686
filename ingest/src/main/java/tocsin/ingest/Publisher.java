package tocsin.ingest;

import java.util.List;

/// Puts records on the log.
@FunctionalInterface
interface Publisher {
    /// Writes all of them and waits until Kafka has acknowledged each with `acks=all`.
    ///
    /// @throws PublishException when any was not; some may have been written then, and a retry is
    ///   harmless by their ids
    void publish(List<? extends Outgoing> records) throws PublishException;
}
