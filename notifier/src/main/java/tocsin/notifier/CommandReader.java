package tocsin.notifier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

import tocsin.notifier.delivery.Command;
import tocsin.schemas.EscalationCommand;

import java.time.Instant;
import java.util.Optional;

/// Reads records of the topic `escalations`. Belongs to one thread.
final class CommandReader {
    private final Deserializer<EscalationCommand> deserializer;
    private final boolean lastResort;

    /// @param lastResort whether there is one behind the channels of each page
    CommandReader(Deserializer<EscalationCommand> deserializer, boolean lastResort) {
        this.deserializer = deserializer;
        this.lastResort = lastResort;
    }

    /// What the record asks for; nothing for a tombstone or a kind this build does not know.
    ///
    /// @throws RuntimeException when it cannot be used, with the reason
    Optional<Command> read(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(deserializer.deserialize(record.topic(), record.value()))
                .flatMap(value ->
                        Mapping.command(
                                value,
                                record.partition(),
                                record.offset(),
                                Instant.ofEpochMilli(record.timestamp())))
                .map(command ->
                        lastResort && command instanceof Command.Notify notify
                                ? notify.withLastResort()
                                : command);
    }
}
