package tocsin.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/// What the mains of all services have in common: start, stop in order on SIGTERM, leave with an
/// error when the service gives up.
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int BAD_SETTINGS = 2;

    private Main() {}

    /// Starts a service and stays until it fails or the process is told to stop.
    ///
    /// @param start gets the settings and what to call when the service gives up
    public static void run(BiFunction<Settings, Runnable, AutoCloseable> start) {
        var failed = new CountDownLatch(1);
        try {
            var service = start.apply(new Settings(System.getenv()), failed::countDown);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(service), "shutdown"));
            failed.await();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_SETTINGS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Cannot start", e);
        }
        System.exit(1);
    }

    /// Closes in the order given, every one of them, whatever the others do.
    public static void close(AutoCloseable... closeables) {
        for (var closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warn("Not closed cleanly", e);
            }
        }
    }
}
