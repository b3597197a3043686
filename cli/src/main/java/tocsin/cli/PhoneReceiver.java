package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A receiver of the generic webhook channel: checks the signature (Standard Webhooks 1.0), writes
/// every request to a ledger that survives a crash, and shows each notification once, however often
/// it is sent.
public final class PhoneReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final int MAX_BODY = 64 * 1024;

    private final HttpServer server;
    private final FileChannel ledger;
    private final byte[] secret;
    private final Consumer<JsonNode> screen;
    private final Set<String> seen = new HashSet<>();

    private PhoneReceiver(
            HttpServer server, FileChannel ledger, String secret, Consumer<JsonNode> screen) {
        this.server = server;
        this.ledger = ledger;
        this.secret = secret.getBytes(UTF_8);
        this.screen = screen;
    }

    /// Starts a receiver on a free loopback port.
    ///
    /// @param ledger file that gets one JSON line for each request, forced to disk before the
    ///   answer
    /// @param screen shown each new notification
    public static PhoneReceiver start(Path ledger, String secret, Consumer<JsonNode> screen) {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            var channel =
                    FileChannel.open(ledger, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            var receiver = new PhoneReceiver(server, channel, secret, screen);
            server.createContext("/notify", receiver::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where notifications are to be posted.
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/notify";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readNBytes(MAX_BODY);
            var id = header(exchange, "webhook-id");
            if (!signed(exchange, id, body)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var notification = JSON.readTree(body);
            if (record(id, notification)) {
                screen.accept(notification);
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private boolean signed(HttpExchange exchange, String id, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((id + "." + header(exchange, "webhook-timestamp") + ".").getBytes(UTF_8));
            var expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            return MessageDigest.isEqual(
                    expected.getBytes(UTF_8),
                    header(exchange, "webhook-signature").getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized boolean record(String id, JsonNode notification) throws IOException {
        ledger.write(ByteBuffer.wrap((notification + "\n").getBytes(UTF_8)));
        ledger.force(true);
        return seen.add(id);
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        ledger.close();
    }
}
