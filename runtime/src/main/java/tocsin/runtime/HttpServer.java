package tocsin.runtime;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;

import java.net.BindException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One HTTP listener on virtual threads, with `/health/live`, `/health/ready` and `/metrics` beside
/// a service's own routes. Bodies are bounded.
public final class HttpServer implements AutoCloseable {
    /// Where to listen.
    ///
    /// @param host address to bind; loopback until callers can be told apart by tokens
    /// @param port port to bind; 0 lets the system choose
    /// @param maxBodyBytes larger requests are answered 413
    public record Config(String host, int port, long maxBodyBytes) {
        private static final long MAX_BODY_BYTES = 4L * 1024 * 1024;
        private static final Setting<String> HOST =
                new Setting<>(
                        "HTTP_HOST",
                        SettingType.TEXT,
                        "127.0.0.1",
                        "0.0.0.0",
                        "Address the HTTP listener binds to");

        /// Reads the settings.
        ///
        /// @param port where the service listens by default
        public static Config from(Settings settings, int port) {
            return new Config(settings.get(HOST), settings.get(port(port)), MAX_BODY_BYTES);
        }

        private static Setting<Integer> port(int absent) {
            return new Setting<>(
                    "HTTP_PORT",
                    SettingType.PORT,
                    Integer.toString(absent),
                    "18080",
                    "Port of the HTTP listener; 0 = any free one");
        }

        /// A listener on loopback.
        public static Config loopback(int port) {
            return new Config("127.0.0.1", port, MAX_BODY_BYTES);
        }
    }

    private final Javalin javalin;
    private final String host;

    private HttpServer(Javalin javalin, String host) {
        this.javalin = javalin;
        this.host = host;
    }

    /// Starts a listener.
    ///
    /// @throws PortInUseException when another process listens there
    public static HttpServer start(
            Config config, Platform platform, Consumer<JavalinConfig> routes) {
        var javalin =
                Javalin.create(javalinConfig -> {
                    javalinConfig.startup.showJavalinBanner = false;
                    javalinConfig.startup.showOldJavalinVersionWarning = false;
                    javalinConfig.concurrency.useVirtualThreads = true;
                    javalinConfig.http.maxRequestSize = config.maxBodyBytes;
                    javalinConfig.jetty.modifyHttpConfiguration(
                            jetty -> jetty.setSendServerVersion(false));
                    addOperations(javalinConfig, platform);
                    routes.accept(javalinConfig);
                });
        try {
            javalin.start(config.host, config.port);
        } catch (RuntimeException e) {
            if (causedByBind(e)) {
                throw new PortInUseException(config.port, e);
            }
            throw e;
        }
        return new HttpServer(javalin, config.host);
    }

    /// The port it listens on.
    public int port() {
        return javalin.port();
    }

    /// The base URL of this listener.
    public String url() {
        return "http://" + host + ":" + port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void addOperations(JavalinConfig config, Platform platform) {
        config.routes.get("/health/live", context -> context.json(Map.of("status", "live")));
        config.routes.get("/health/ready", context -> ready(context, platform.health()));
        config.routes.get(
                "/metrics",
                context ->
                        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                                .result(platform.meters().scrape()));
    }

    private static void ready(Context context, Health health) {
        var problems = health.problems();
        context.status(problems.isEmpty() ? 200 : 503)
                .contentType(ContentType.APPLICATION_JSON)
                .json(
                        problems.isEmpty()
                                ? Map.of("status", "ready")
                                : Map.of("status", "not ready", "problems", problems));
    }

    private static boolean causedByBind(Throwable thrown) {
        for (var cause = Optional.of(thrown);
                cause.isPresent();
                cause = Optional.ofNullable(cause.get().getCause())) {
            if (cause.get() instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
