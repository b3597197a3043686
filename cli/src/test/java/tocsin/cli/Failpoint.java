package tocsin.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Stops a notifier for ever before or after it has put a step of a page on the log, so that it can
/// be killed right there. Kafka's client calls it; the variable `FAILPOINT` names the place, such
/// as `before p1/STARTED`.
public final class Failpoint
        implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
    static final String REACHED = "failpoint reached";

    private final String where = Optional.ofNullable(System.getenv("FAILPOINT")).orElse("");
    private volatile boolean sent;

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        var parts = where.split("[ /]", 3);
        var text = new String(record.value(), ISO_8859_1);
        if (parts.length == 3 && text.matches("(?s).*" + parts[1] + "/[0-9]+/" + parts[2] + ".*")) {
            if (parts[0].equals("before")) {
                stop();
            }
            sent = true;
        }
        return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception failure) {
        if (sent) {
            stop();
        }
    }

    private static void stop() {
        System.out.println(REACHED);
        while (true) {
            LockSupport.park();
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> config) {}

    @Override
    public void close() {}
}
