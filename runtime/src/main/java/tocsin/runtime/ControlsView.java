package tocsin.runtime;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The controls on the log (silences, maintenance, kill switch), all versions, looked up by time. A
/// later record for the same control replaces it from the record's own `from` on, so that the
/// answer for a time that has passed never changes.
public final class ControlsView implements AutoCloseable {
    private final Map<String, List<Control>> byId = new ConcurrentHashMap<>();
    private final LogView view;

    /// Starts to read; not yet complete when it returns.
    public ControlsView(String client, Platform platform) {
        view =
                new LogView(
                        client + "-controls",
                        platform,
                        List.of(new LogView.Source<>(Topics.CONTROLS, this::read)));
    }

    /// The controls in effect at `time`.
    public List<Control> at(Instant time) {
        return byId.values().stream()
                .flatMap(versions -> version(versions, time).stream())
                .filter(control -> inEffect(control, time))
                .toList();
    }

    /// The newest version of every control that is not removed, in effect, over, or not yet.
    public List<Control> newest() {
        return byId.values().stream()
                .map(List::getLast)
                .filter(control -> control.getKind() != ControlKind.REMOVED)
                .toList();
    }

    /// Waits until what was on the log at the start has been read.
    ///
    /// @return whether it was read within `limit`
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return view.awaitCaughtUp(limit);
    }

    /// Waits until what was on the log at the start has been read.
    ///
    /// @throws IllegalStateException when it was not read within `limit`
    public void demandCaughtUp(Duration limit) {
        try {
            if (!awaitCaughtUp(limit)) {
                throw new IllegalStateException(
                        "the controls could not be read within %d s; is Kafka reachable?"
                                .formatted(limit.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading controls", e);
        }
    }

    private static Optional<Control> version(List<Control> versions, Instant time) {
        return versions.reversed().stream()
                .filter(control -> !time.isBefore(control.getFrom()))
                .findFirst();
    }

    private static boolean inEffect(Control control, Instant time) {
        var to = control.getTo();
        return control.getKind() != ControlKind.REMOVED && (to == null || time.isBefore(to));
    }

    private void read(ConsumerRecord<byte[], Control> read) {
        var control = read.value();
        byId.compute(
                control.getEnvelope().getId(),
                (_, versions) -> {
                    var next = new ArrayList<Control>(versions == null ? List.of() : versions);
                    next.add(control);
                    return List.copyOf(next);
                });
    }

    @Override
    public void close() {
        view.close();
    }
}
