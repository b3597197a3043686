package tocsin.responder.remediation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// How an action is run.
///
/// @param run what the executor does; null for an action that people do themselves
/// @param undo what the executor does when it did not help; null when nothing can be done
/// @param runWithin a run that takes longer is ended
/// @param verifyWithin what fired must have stopped by then
public record Execution(
        Mode mode,
        @Nullable Step run,
        @Nullable Step undo,
        Duration runWithin,
        Duration verifyWithin) {

    /// So long may a run take unless its action says otherwise.
    static final Duration RUN_WITHIN = Duration.ofMinutes(5);

    /// So long is waited for it to help unless its action says otherwise.
    static final Duration VERIFY_WITHIN = Duration.ofMinutes(15);

    /// Of an action that is only ever looked at.
    public static final Execution NONE =
            new Execution(Mode.OBSERVE, null, null, RUN_WITHIN, VERIFY_WITHIN);
}
