package tocsin.runtime;

import tocsin.schemas.Control;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The controls on the log, all versions, looked up by time.
public final class ControlsView implements AutoCloseable {
    private final ControlHistory history = new ControlHistory();
    private final LogView view;

    /// Starts to read; not yet complete when it returns.
    public ControlsView(String client, Platform platform) {
        view =
                new LogView(
                        client + "-controls",
                        platform,
                        List.of(
                                new LogView.Source<>(
                                        Topics.CONTROLS, read -> history.add(read.value()))));
    }

    /// The controls in effect at `time`.
    public List<Control> at(Instant time) {
        return history.at(time);
    }

    /// The newest version of every control that is not removed, in effect, over, or not yet.
    public List<Control> newest() {
        return history.newest();
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

    @Override
    public void close() {
        view.close();
    }
}
