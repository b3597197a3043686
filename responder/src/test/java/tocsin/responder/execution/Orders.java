package tocsin.responder.execution;

import tocsin.responder.remediation.Run;

import java.time.Duration;
import java.util.Objects;

/// The orders that runs lead to.
final class Orders {
    private Orders() {}

    static Order of(Run run, boolean undoing) {
        var due = Objects.requireNonNull(run.due());
        return new Order(
                run.proposal(),
                undoing,
                run.proposal().hash(),
                run.revision(),
                run.approvals(),
                run.policy(),
                due.minus(Duration.ofMinutes(1)));
    }
}
