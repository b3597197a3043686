package tocsin.notifier.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Answers byte by byte, as a broken or hostile server may give them.
class HttpTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ServerSocket server = listen();
    private final Http http = new Http(new Addresses(List.of("127.0.0.1")));

    @AfterEach
    void close() throws IOException {
        http.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HTTP/1.1 200 OK;Content-Length: 2;;ok                          | 200 | ok   | true
                    HTTP/1.0 200;;ok                                               | 200 | ok   | true
                    HTTP/1.1 204 No Content;;                                      | 204 | ''   | true
                    HTTP/1.1 100 Continue;;HTTP/1.1 201 Created;;ok                | 201 | ok   | true
                    HTTP/1.1 200 OK;Transfer-Encoding: chunked;;2;ok;1;!;0;;       | 200 | ok!  | true
                    HTTP/1.1 200 OK;Content-Length: 9;;cut                         | 200 | cut  | false
                    HTTP/1.1 200 OK;Transfer-Encoding: chunked;;zz;ok;             | 200 | ''   | false
                    HTTP/1.1 200 OK;Transfer-Encoding: chunked;;-1;ok;             | 200 | ''   | false
                    HTTP/1.1 200 OK;Content-Length: 99999999999999999999;;ok       | 200 | ok   | true
                    """)
    void an_answer_is_read(String text, int status, String body, boolean whole) throws Exception {
        answers(text.replace(";", "\r\n"));

        assertThat(call())
                .isInstanceOfSatisfying(
                        Reply.Answered.class,
                        answer -> {
                            assertThat(answer.status()).isEqualTo(status);
                            assertThat(answer.body()).isEqualTo(body);
                            assertThat(answer.whole()).isEqualTo(whole);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 -20 OK\r\n\r\n"
            })
    void what_is_no_answer_leaves_it_open(String text) throws Exception {
        answers(text);

        assertThat(call()).isEqualTo(new Reply.Lost("cut off"));
    }

    @Test
    void headers_without_end_are_given_up() throws Exception {
        answers("HTTP/1.1 200 OK\r\n" + "X-Filler: 0123456789\r\n".repeat(5_000));

        assertThat(call()).isEqualTo(new Reply.Lost("cut off"));
    }

    @Test
    void an_address_that_is_not_allowed_gets_no_connection() throws Exception {
        try (var strict = new Http(new Addresses(List.of()))) {
            assertThat(strict.call(HttpRequest.get(url()), LIMIT))
                    .isInstanceOfSatisfying(
                            Reply.Forbidden.class,
                            reply -> assertThat(reply.reason()).contains("127.0.0.1"));
        }
        server.setSoTimeout(1);
        assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
    }

    @Test
    void a_name_that_changes_its_address_after_the_check_is_not_followed() throws Exception {
        answers("HTTP/1.1 204 No Content\r\n\r\n");
        var lookups = new CountDownLatch(2);
        var addresses =
                new Addresses(
                        List.of("127.0.0.1"),
                        _ -> {
                            lookups.countDown();
                            return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
                        });
        try (var pinned = new Http(addresses)) {
            var url = URI.create("http://rebind.example:" + server.getLocalPort() + "/");

            assertThat(pinned.call(HttpRequest.get(url), LIMIT)).isInstanceOf(Reply.Answered.class);
            assertThat(lookups.getCount()).as("looked up once").isEqualTo(1);
        }
    }

    @Test
    void the_next_address_is_tried_when_one_does_not_answer() throws Exception {
        answers("HTTP/1.1 204 No Content\r\n\r\n");
        var addresses =
                new Addresses(
                        List.of("*"),
                        _ ->
                                new InetAddress[] {
                                    InetAddress.ofLiteral("127.0.0.2"),
                                    InetAddress.ofLiteral("127.0.0.1")
                                });
        try (var other = new Http(addresses)) {
            var url = URI.create("http://two.example:" + server.getLocalPort() + "/");

            assertThat(other.call(HttpRequest.get(url), LIMIT)).isInstanceOf(Reply.Answered.class);
        }
    }

    @Test
    void a_host_without_an_address_was_not_sent_anything() {
        var nowhere =
                new Addresses(
                        List.of(),
                        host -> {
                            throw new UnknownHostException(host);
                        });
        try (var lost = new Http(nowhere)) {
            assertThat(lost.call(HttpRequest.get(URI.create("https://nobody.example/")), LIMIT))
                    .isEqualTo(new Reply.NotSent("the host has no address"));
        }
    }

    @Test
    void a_server_that_speaks_no_tls_was_not_sent_anything() throws Exception {
        answers("HTTP/1.1 400 Bad Request\r\n\r\n");
        var url = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");

        assertThat(http.call(HttpRequest.get(url), LIMIT))
                .isEqualTo(new Reply.NotSent("TLS handshake failed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nB: c", "a\nb", "caf\u00e9", "\u0000"})
    void a_header_cannot_bring_another(String value) {
        var request = HttpRequest.get(url());

        assertThatThrownBy(() -> request.with("X-Key", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-Key")
                .hasMessageNotContaining(value);
    }

    @Test
    void a_request_shows_nothing_that_may_be_secret() {
        var url = URI.create("https://hooks.example/services/canary?sig=canary");
        var request = new HttpRequest("POST", url, Map.of("Authorization", "canary"), "canary");

        assertThat(request).hasToString("POST hooks.example");
    }

    private Reply call() {
        return http.call(HttpRequest.json(url(), "{}"), LIMIT);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    private void answers(String text) {
        Thread.startVirtualThread(() -> {
            try (var connection = server.accept()) {
                connection.getInputStream().read(new byte[8_192]);
                connection.getOutputStream().write(text.getBytes(ISO_8859_1));
            } catch (IOException _) {
                // The client has gone.
            }
        });
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
