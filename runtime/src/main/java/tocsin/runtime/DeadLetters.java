package tocsin.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.schemas.RegistryException;

import java.util.List;
import java.util.Map;

/// Keeps records that cannot be used, as the bytes they came in, with headers that tell where they
/// came from and why.
public final class DeadLetters {
    static final String TOPIC_CONFIG = "tocsin.dead.letters.topic";

    /// Where the handlers count, as an object; nowhere without it.
    static final String METERS_CONFIG = "tocsin.meters";

    /// Bytes that are no value of their topic.
    public static final String UNREADABLE = "unreadable";

    private static final String FAILED_RULE = "failed rule";
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private DeadLetters() {}

    /// Counts dead letters.
    ///
    /// @param why `unreadable` or `failed rule`
    public static Counter counter(MeterRegistry registry, String why) {
        return Counter.builder("tocsin.dead.letters")
                .description("Records kept as dead letters")
                .tag("why", why)
                .register(registry);
    }

    private static Counter counter(Map<String, ?> configs, String why) {
        return counter(
                configs.get(METERS_CONFIG) instanceof MeterRegistry registry
                        ? registry
                        : new CompositeMeterRegistry(),
                why);
    }

    /// The dead letter for one record.
    public static ProducerRecord<byte[], byte[]> letter(
            String deadLetters,
            String topic,
            int partition,
            long offset,
            byte[] key,
            byte[] value,
            String reason) {
        var headers = new RecordHeaders();
        headers.add("topic", topic.getBytes(UTF_8));
        headers.add("partition", Integer.toString(partition).getBytes(UTF_8));
        headers.add("offset", Long.toString(offset).getBytes(UTF_8));
        headers.add("reason", reason.getBytes(UTF_8));
        return new ProducerRecord<>(deadLetters, null, key, value, headers);
    }

    private static ProducerRecord<byte[], byte[]> letter(
            String deadLetters, ErrorHandlerContext from, Throwable why) {
        LOG.warn(
                "Record {} of {}-{} goes to {}: {}",
                from.offset(),
                from.topic(),
                from.partition(),
                deadLetters,
                why.toString());
        return letter(
                deadLetters,
                from.topic(),
                from.partition(),
                from.offset(),
                from.sourceRawKey(),
                from.sourceRawValue(),
                String.valueOf(why));
    }

    /// Bytes that are no value of their topic: kept as a dead letter, the next record goes on. A
    /// registry that cannot be reached is no fault of the record: the thread fails and tries again.
    public static final class UnreadableRecord implements DeserializationExceptionHandler {
        private String topic = "";
        private Counter counter = counter(Map.of(), UNREADABLE);

        @Override
        public DeserializationExceptionHandler.Response handleError(
                ErrorHandlerContext context,
                ConsumerRecord<byte[], byte[]> record,
                Exception exception) {
            if (exception instanceof RegistryException) {
                return DeserializationExceptionHandler.Response.fail();
            }
            counter.increment();
            return DeserializationExceptionHandler.Response.resume(
                    List.of(letter(topic, context, exception)));
        }

        @Override
        public void configure(Map<String, ?> configs) {
            counter = counter(configs, UNREADABLE);
            topic = String.valueOf(configs.get(TOPIC_CONFIG));
        }
    }

    /// A rule that throws: its record is kept as a dead letter, the next record goes on.
    public static final class FailedRule implements ProcessingExceptionHandler {
        private String topic = "";
        private Counter counter = counter(Map.of(), FAILED_RULE);

        @Override
        public ProcessingExceptionHandler.Response handleError(
                ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            if (context.topic() == null) {
                LOG.error("A rule failed on a timer, which has no record to keep", exception);
                return ProcessingExceptionHandler.Response.resume();
            }
            LOG.error("A rule failed; its record is kept as a dead letter", exception);
            counter.increment();
            return ProcessingExceptionHandler.Response.resume(
                    List.of(letter(topic, context, exception)));
        }

        @Override
        public void configure(Map<String, ?> configs) {
            counter = counter(configs, FAILED_RULE);
            topic = String.valueOf(configs.get(TOPIC_CONFIG));
        }
    }
}
