package tocsin.ingest;

import java.time.Duration;

/// Knows the requests that are being worked on, and lets no more in once it is closed.
final class Gate {
    private int inside;
    private boolean closed;

    /// Whether the caller may work; it then has to [#leave].
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        inside++;
        return true;
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    synchronized boolean closed() {
        return closed;
    }

    /// Lets nobody in any more, and waits until the last one has left or `limit` has passed.
    synchronized void close(Duration limit) throws InterruptedException {
        closed = true;
        long deadline = System.nanoTime() + limit.toNanos();
        long left = limit.toMillis();
        while (inside > 0 && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }
}
