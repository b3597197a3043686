package tocsin.notifier.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Rebuilds an outbox from what the log says: every command first, then every step, whatever order
/// the two topics were read in.
public final class Recovery {
    private final List<Command> commands = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    public void read(Command command) {
        commands.add(command);
    }

    public void read(Step step) {
        steps.add(step);
    }

    /// The outbox as it stood at the end of the log. What it calls [Outbox#interrupted] must be
    /// settled before anything is sent.
    public Outbox outbox(Instant now) {
        var outbox = new Outbox();
        commands.forEach(outbox::apply);
        steps.forEach(outbox::apply);
        outbox.forget(now);
        return outbox;
    }
}
