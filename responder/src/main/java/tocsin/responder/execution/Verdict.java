package tocsin.responder.execution;

import tocsin.responder.remediation.Step;

import java.time.Duration;

/// What is done about an order.
public sealed interface Verdict {
    /// It is run.
    ///
    /// @param within it is ended when it takes longer
    record Go(Step step, Duration within) implements Verdict {}

    /// It is not run, and never will be.
    record Refuse(String reason) implements Verdict {}

    /// Nothing: it was told before, or its time is over.
    record Skip(String reason) implements Verdict {}
}
