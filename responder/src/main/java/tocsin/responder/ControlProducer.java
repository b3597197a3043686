package tocsin.responder;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

import tocsin.responder.api.SilenceLog;
import tocsin.responder.policy.Silence;
import tocsin.runtime.ControlsView;
import tocsin.runtime.Platform;
import tocsin.schemas.Control;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Writes controls, and reads back what stands on the log.
final class ControlProducer implements SilenceLog, AutoCloseable {
    private static final int TIMEOUT_SECONDS = 10;

    private final String topic;
    private final ControlsView view;
    private final KafkaProducer<String, Control> producer;

    ControlProducer(Platform platform, ControlsView view) {
        this.view = view;
        topic = Topics.CONTROLS.name(platform.kafka().prefix());
        producer =
                new KafkaProducer<>(
                        platform.kafka().producer("responder-controls"),
                        new StringSerializer(),
                        platform.serdes().of(Topics.CONTROLS).serializer());
    }

    @Override
    public List<Silence> all() {
        return Controls.of(view.newest());
    }

    @Override
    public void write(Silence silence) {
        append(Controls.control(silence, now()));
    }

    @Override
    public void remove(String id, String author, Instant from) {
        append(Controls.removal(id, author, from, now()));
    }

    private void append(Control control) {
        try {
            producer.send(new ProducerRecord<>(topic, control.getEnvelope().getId(), control))
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IllegalStateException("the control was not written: " + e.getMessage(), e);
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(TIMEOUT_SECONDS));
    }
}
