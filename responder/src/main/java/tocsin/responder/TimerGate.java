package tocsin.responder;

import java.time.Duration;
import java.time.Instant;

/// Holds timers back after a start until what happened meanwhile has been read: a delivery that is
/// already on the log must be seen before its overdue deadline fires.
final class TimerGate {
    static final Duration QUIET = Duration.ofSeconds(2);
    static final Duration QUIET_WAIT_MAX = Duration.ofSeconds(30);

    /// So long do sources have to repeat their alerts before we believe that they ended.
    static final Duration EXPIRY_WAIT = Duration.ofMinutes(5);

    private final Instant start;
    private Instant lastInput;
    private boolean open;

    TimerGate(Instant start) {
        this.start = start;
        this.lastInput = start;
    }

    void inputRead(Instant now) {
        lastInput = now;
    }

    /// Whether timers may fire; once open it stays so.
    boolean open(Instant now) {
        open =
                open
                        || !now.isBefore(lastInput.plus(QUIET))
                        || !now.isBefore(start.plus(QUIET_WAIT_MAX));
        return open;
    }

    /// Whether timers that end alerts may fire.
    boolean openForExpiry(Instant now) {
        return !now.isBefore(start.plus(EXPIRY_WAIT));
    }
}
