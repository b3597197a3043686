package tocsin.responder;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

import tocsin.responder.api.SilenceLog;
import tocsin.responder.api.StopLog;
import tocsin.responder.policy.Silence;
import tocsin.runtime.ControlsView;
import tocsin.runtime.Platform;
import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Writes controls, and reads back what stands on the log.
final class ControlProducer implements SilenceLog, StopLog, AutoCloseable {
    private static final int TIMEOUT_SECONDS = 10;
    private static final Duration READ_BACK = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(10);

    /// The kill switch is one control.
    private static final String SWITCH = "remediation";

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

    /// In effect at once, unlike a silence: what it holds back is decided with it, not repeated.
    @Override
    public Optional<Stop> current() {
        return view.newest().stream()
                .filter(control -> control.getKind() == ControlKind.KILL_SWITCH)
                .findFirst()
                .map(control ->
                        new Stop(control.getAuthor(), control.getReason(), control.getFrom()));
    }

    @Override
    public void stop(String actor, String reason) {
        var now = now();
        append(
                Control.newBuilder()
                        .setEnvelope(Envelope.newBuilder().setId(SWITCH).setAt(now).build())
                        .setKind(ControlKind.KILL_SWITCH)
                        .setFrom(now)
                        .setAuthor(actor)
                        .setReason(reason)
                        .build());
        await(() -> current().isPresent());
    }

    @Override
    public void resume(String actor) {
        append(Controls.removal(SWITCH, actor, now(), now()));
        await(() -> current().isEmpty());
    }

    /// Until the view has it, so that whoever asks next is told the truth.
    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + READ_BACK.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
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
