package tocsin.responder.executor;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

import tocsin.responder.execution.Order;
import tocsin.responder.execution.Place;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds orders that were given before.
///
/// @param consumer settings of one that is a member of no group
record OrderLog(
        Map<String, Object> consumer,
        String prefix,
        Deserializer<Optional<RemediationCommand>> values) {

    private static final Duration WAIT = Duration.ofSeconds(5);

    /// The order that stands there, if one does.
    Optional<Order> at(Place place) {
        var partition = new TopicPartition(Topics.REMEDIATIONS.name(prefix), place.partition());
        try (var one = new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), values)) {
            one.assign(List.of(partition));
            one.seek(partition, place.offset());
            for (var record : one.poll(WAIT)) {
                if (record.offset() == place.offset()) {
                    return record.value().flatMap(Mapping::order);
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            // What stands there is no order.
            return Optional.empty();
        }
    }
}
