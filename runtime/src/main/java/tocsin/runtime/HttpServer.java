package tocsin.runtime;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.runtime.access.Access;
import tocsin.runtime.access.Role;
import tocsin.runtime.access.TokenFile;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One HTTP listener on virtual threads, with `/health/live`, `/health/ready` and `/metrics` beside
/// a service's own routes. Bodies are bounded.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final long DRAINED_BYTES = 16L * 1024 * 1024;

    /// Where to listen.
    ///
    /// @param host address to bind; loopback until callers can be told apart by tokens
    /// @param port port to bind; 0 lets the system choose
    /// @param maxBodyBytes larger requests are answered 413
    /// @param tokensFile the hashes of the tokens that callers show; empty: nobody is asked for one
    public record Config(String host, int port, long maxBodyBytes, String tokensFile) {
        private static final long MAX_BODY_BYTES = 4L * 1024 * 1024;
        private static final Setting<String> HOST =
                new Setting<>(
                        "HTTP_HOST",
                        SettingType.TEXT,
                        "127.0.0.1",
                        "0.0.0.0",
                        "Address the HTTP listener binds to");

        private static final Setting<Path> TOKENS =
                new Setting<>(
                        "TOKENS_FILE",
                        SettingType.PATH,
                        "",
                        "/etc/tocsin/tokens.json",
                        "File of the tokens that callers have to show; without one, whoever"
                                + " reaches the listener may do everything");

        /// Reads the settings.
        ///
        /// @param port where the service listens by default
        public static Config from(Settings settings, int port) {
            return new Config(settings.get(HOST), settings.get(port(port)), MAX_BODY_BYTES, "");
        }

        /// Reads the file of tokens as well, for a listener that serves more than health.
        public static Config guarded(Settings settings, int port) {
            return from(settings, port)
                    .withTokens(settings.find(TOKENS).map(Path::toString).orElse(""));
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
            return new Config("127.0.0.1", port, MAX_BODY_BYTES, "");
        }

        /// The same on another address.
        public Config on(String otherHost) {
            return new Config(otherHost, port, maxBodyBytes, tokensFile);
        }

        /// The same for callers with tokens.
        public Config withTokens(String file) {
            return new Config(host, port, maxBodyBytes, file);
        }
    }

    private static final String TOKENS = "tokens";

    private final Javalin javalin;
    private final String host;
    private final Platform platform;

    private HttpServer(Javalin javalin, String host, Platform platform) {
        this.javalin = javalin;
        this.host = host;
        this.platform = platform;
    }

    /// Starts a listener.
    ///
    /// @throws IllegalArgumentException when the tokens cannot be read
    /// @throws PortInUseException when another process listens there
    public static HttpServer start(
            Config config, Platform platform, Consumer<JavalinConfig> routes) {
        return bare(
                config,
                platform,
                javalin -> {
                    addOperations(javalin, platform);
                    routes.accept(javalin);
                });
    }

    /// Starts a listener that serves these routes and nothing else.
    ///
    /// @throws IllegalArgumentException when the tokens cannot be read
    /// @throws PortInUseException when another process listens there
    public static HttpServer bare(
            Config config, Platform platform, Consumer<JavalinConfig> routes) {
        var access = access(config, platform);
        var javalin =
                Javalin.create(javalinConfig -> {
                    javalinConfig.startup.showJavalinBanner = false;
                    javalinConfig.startup.showOldJavalinVersionWarning = false;
                    javalinConfig.concurrency.useVirtualThreads = true;
                    javalinConfig.http.maxRequestSize = config.maxBodyBytes;
                    javalinConfig.jetty.modifyHttpConfiguration(
                            jetty -> jetty.setSendServerVersion(false));
                    access.ifPresent(guard -> javalinConfig.routes.beforeMatched(guard::check));
                    javalinConfig.routes.after(HttpServer::drain);
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
        return new HttpServer(javalin, config.host, platform);
    }

    private static Optional<Access> access(Config config, Platform platform) {
        if (config.tokensFile.isEmpty()) {
            return Optional.empty();
        }
        var tokens = TokenFile.open(Path.of(config.tokensFile));
        platform.health().check(TOKENS, tokens::problem);
        return Optional.of(new Access(tokens, InstantSource.system(), platform.meters()));
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
        platform.health().remove(TOKENS);
    }

    private static void addOperations(JavalinConfig config, Platform platform) {
        config.routes.get(
                "/health/live", context -> context.json(Map.of("status", "live")), Role.ANYONE);
        config.routes.get(
                "/health/ready", context -> ready(context, platform.health()), Role.ANYONE);
        config.routes.get(
                "/metrics",
                context ->
                        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                                .result(platform.meters().scrape()),
                Role.ANYONE);
    }

    private static void ready(Context context, Health health) {
        var problems = health.problems();
        var warnings = health.warnings();
        var said = new LinkedHashMap<String, Object>();
        said.put("status", problems.isEmpty() ? "ready" : "not ready");
        if (!problems.isEmpty()) {
            said.put("problems", problems);
        }
        if (!warnings.isEmpty()) {
            said.put("warnings", warnings);
        }
        context.status(problems.isEmpty() ? 200 : 503)
                .contentType(ContentType.APPLICATION_JSON)
                .json(said);
    }

    /// Reads what is left of a request that was refused before it was read, so far as that is to be
    /// had: a connection closed over unread bytes is reset, and the reason would be lost with it.
    private static void drain(Context context) {
        if (context.statusCode() < 400) {
            return;
        }
        try {
            var _ = context.req().getInputStream().skip(DRAINED_BYTES);
        } catch (IOException e) {
            LOG.debug("The rest of a refused request was not read: {}", e.toString());
        }
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
