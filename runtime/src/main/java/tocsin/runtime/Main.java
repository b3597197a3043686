package tocsin.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// What the mains of all services have in common: help, start, stop in order on SIGTERM, leave with
/// an error when the service gives up.
public final class Main {
    /// A service as a process of its own.
    ///
    /// @param name such as `detector`
    /// @param purpose what it does, in one sentence
    /// @param read reads what the service reads beside the settings of Kafka, traces and the log,
    ///   and returns what starts it with that
    public record Service(String name, String purpose, Function<Settings, Start> read) {
        /// Reads everything that this service reads; starts nothing.
        public Settings settings(Map<String, String> environment) {
            var settings = new Settings(environment);
            var _ = prepare(settings);
            return settings;
        }

        private Function<Runnable, AutoCloseable> prepare(Settings settings) {
            var kafka = KafkaConfig.from(settings);
            var traces = TraceConfig.from(settings);
            var start = read.apply(settings);
            readLog(settings);
            return onFatal -> {
                var platform = new Platform(kafka, traces.open("tocsin-" + name));
                var service = start.on(platform, onFatal);
                return () -> close(service, platform);
            };
        }
    }

    /// Starts a service with what it has read.
    @FunctionalInterface
    public interface Start {
        /// Starts it on `platform`.
        ///
        /// @param onFatal called when the service gives up
        AutoCloseable on(Platform platform, Runnable onFatal);
    }

    static final Setting<String> LOG_LEVEL =
            new Setting<>(
                    "LOG_LEVEL",
                    SettingType.oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR"),
                    "INFO",
                    "DEBUG",
                    "Level of Tocsin's own log lines, on standard error");
    static final Setting<String> LOG_FORMAT =
            new Setting<>(
                    "LOG_FORMAT",
                    SettingType.oneOf("text", "json"),
                    "text",
                    "json",
                    "Form of log lines; json is one object a line");

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int WRONG_USE = 2;

    private Main() {}

    /// Starts a service and stays until it fails or the process is told to stop. With an argument
    /// it says what can be set, and ends.
    public static void run(Service service, String... arguments) {
        System.exit(
                arguments.length == 0
                        ? serve(service)
                        : explain(service, arguments[0], System.out, System.err));
    }

    /// Has the log's own settings checked; its configuration reads them by itself.
    public static void readLog(Settings settings) {
        settings.find(LOG_LEVEL);
        settings.find(LOG_FORMAT);
    }

    private static int serve(Service service) {
        var failed = new CountDownLatch(1);
        try {
            var settings = new Settings(System.getenv());
            var start = service.prepare(settings);
            settings.check();
            var running = start.apply(failed::countDown);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "shutdown"));
            failed.await();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return WRONG_USE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Cannot start", e);
        }
        return 1;
    }

    static int explain(Service service, String argument, PrintStream out, PrintStream err) {
        if (!argument.equals("--help") && !argument.equals("-h")) {
            err.printf(
                    "%s: unknown argument '%s': settings come from the environment; --help lists"
                            + " them%n",
                    service.name(), argument);
            return WRONG_USE;
        }
        out.printf(
                "%s: %s%n%nSettings, all from the environment:%n%n%s%n",
                service.name(), service.purpose(), service.settings(Map.of()).help());
        return 0;
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
