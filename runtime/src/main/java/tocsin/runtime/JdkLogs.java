package tocsin.runtime;

import org.slf4j.LoggerFactory;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What OpenTelemetry says to the JDK's log goes where our own lines go.
final class JdkLogs extends Handler {
    /// Held, because the JDK forgets what is set on a logger that nobody holds.
    private static final Logger OPEN_TELEMETRY = Logger.getLogger("io.opentelemetry");

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Traces.class);

    static synchronized void useOurs() {
        if (OPEN_TELEMETRY.getUseParentHandlers()) {
            OPEN_TELEMETRY.setUseParentHandlers(false);
            OPEN_TELEMETRY.addHandler(new JdkLogs());
        }
    }

    /// Failing to send spans fails nothing else: never more than a warning.
    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            var thrown = record.getThrown();
            LOG.warn("{}{}", record.getMessage(), thrown == null ? "" : ": " + thrown);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
