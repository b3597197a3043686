package tocsin.notifier.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// A server is who its certificate says, whatever its address.
class TlsTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Reply FAILED = new Reply.NotSent("TLS handshake failed");

    @Test
    void only_the_named_and_trusted_host_is_spoken_to() throws Exception {
        var context = TestTls.context();
        var server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        server.start();
        int port = server.getAddress().getPort();
        var addresses =
                new Addresses(
                        List.of("127.0.0.1"),
                        _ -> new InetAddress[] {InetAddress.getLoopbackAddress()});

        try (var trusting = new Http(addresses, context.getSocketFactory());
                var other = new Http(addresses)) {
            assertThat(call(trusting, "pager.example", port))
                    .isInstanceOfSatisfying(
                            Reply.Answered.class,
                            answer -> assertThat(answer.status()).isEqualTo(204));
            assertThat(call(trusting, "evil.example", port)).isEqualTo(FAILED);
            assertThat(call(other, "pager.example", port)).isEqualTo(FAILED);
        } finally {
            server.stop(0);
        }
    }

    private static Reply call(Http http, String host, int port) {
        return http.call(HttpRequest.get(URI.create("https://" + host + ":" + port + "/")), LIMIT);
    }
}
