package tocsin.responder.executor;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits. A test goes on at once.
@FunctionalInterface
interface Pause {
    /// On the machine's clock.
    Pause REAL =
            time -> {
                LockSupport.parkNanos(time.toNanos());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            };

    /// For so long.
    void pause(Duration time) throws InterruptedException;
}
