package tocsin.runtime;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The controls on the log (silences, maintenance, kill switch), looked up by time.
public final class ControlsView implements AutoCloseable {
    private final Map<String, Control> byId = new ConcurrentHashMap<>();
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
        return byId.values().stream().filter(control -> inEffect(control, time)).toList();
    }

    /// Waits until what was on the log at the start has been read.
    ///
    /// @return whether it was read within `limit`
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return view.awaitCaughtUp(limit);
    }

    private static boolean inEffect(Control control, Instant time) {
        var to = control.getTo();
        return !time.isBefore(control.getFrom()) && (to == null || time.isBefore(to));
    }

    private void read(ConsumerRecord<byte[], Control> read) {
        var control = read.value();
        if (control.getKind() == ControlKind.REMOVED) {
            byId.remove(control.getEnvelope().getId());
        } else {
            byId.put(control.getEnvelope().getId(), control);
        }
    }

    @Override
    public void close() {
        view.close();
    }
}
