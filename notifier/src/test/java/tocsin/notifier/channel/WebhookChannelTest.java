package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;

class WebhookChannelTest extends ChannelContract {
    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Duration SHORT = Duration.ofMillis(400);

    private final Receiver receiver = new Receiver();
    private final HttpClient client = WebhookChannel.client();

    WebhookChannelTest() throws IOException {}

    @AfterEach
    void close() {
        client.shutdownNow();
        receiver.close();
    }

    @Override
    Channel channel() {
        return channel("/200");
    }

    @Override
    String arrived() {
        return receiver.requests.stream()
                .map(Receiver.Request::body)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /200     | Accepted | HTTP 200
                    /202     | Accepted | HTTP 202
                    /204     | Accepted | HTTP 204
                    /302     | Refused  | HTTP 302: redirects are not followed
                    /400     | Refused  | HTTP 400
                    /401     | Refused  | HTTP 401
                    /404     | Refused  | HTTP 404
                    /408     | TryAgain | HTTP 408
                    /410     | Refused  | HTTP 410: the receiver is gone for good
                    /425     | TryAgain | HTTP 425
                    /429/7   | TryAgain | HTTP 429
                    /500     | TryAgain | HTTP 500
                    /503     | TryAgain | HTTP 503
                    /reset   | Unknown  | cut off
                    /silent  | Unknown  | no answer in time
                    /drip    | Accepted | HTTP 200
                    /huge    | Accepted | HTTP 200
                    """)
    void an_answer_means(String path, String expected, String reason) {
        var outcome = channel(path).send(Pages.notification("p1"));

        assertThat(outcome.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(reason(outcome)).startsWith(reason);
        assertThat(receiver.requests).hasSize(1);
    }

    @Test
    void what_the_provider_asks_for_is_heard() {
        assertThat(channel("/429/7").send(Pages.notification("p1")))
                .isEqualTo(new Outcome.TryAgain("HTTP 429", Optional.of(Duration.ofSeconds(7))));
        assertThat(channel("/503/Mon,_5_Jan_2026_09:01:00_GMT").send(Pages.notification("p1")))
                .isEqualTo(new Outcome.TryAgain("HTTP 503", Optional.of(Duration.ofMinutes(1))));
        assertThat(channel("/429/soon").send(Pages.notification("p1")))
                .isEqualTo(new Outcome.TryAgain("HTTP 429"));
    }

    @Test
    void nobody_listening_means_try_again() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        var outcome =
                channel(URI.create("http://127.0.0.1:" + port)).send(Pages.notification("p1"));

        assertThat(outcome).isEqualTo(new Outcome.TryAgain("no connection"));
    }

    @Test
    void a_request_is_signed_and_carries_the_page_id() {
        channel().send(Pages.notification("p1"));

        var request = receiver.requests.getFirst();
        assertThat(request.headers())
                .containsEntry("webhook-id", "p1")
                .containsEntry("idempotency-key", "p1")
                .containsEntry("webhook-timestamp", "1767603600")
                .containsEntry("content-type", "application/json")
                .containsEntry("traceparent", Pages.TRACE)
                .containsEntry(
                        "webhook-signature",
                        Signature.of(SECRET, "p1", Pages.NINE, request.body().getBytes(UTF_8)));
    }

    @Test
    void the_body_is_json() {
        channel().send(Pages.notification("p1"));

        var body = new JsonMapper().readTree(receiver.requests.getFirst().body());
        assertThat(body.propertyNames())
                .containsExactly(
                        "type",
                        "id",
                        "incident",
                        "service",
                        "severity",
                        "title",
                        "evidence",
                        "status",
                        "reason",
                        "target",
                        "openedAt",
                        "links",
                        "attempt");
        assertThat(body.path("type").asString()).isEqualTo("page");
        assertThat(body.path("severity").asString()).isEqualTo("SEV-2");
        assertThat(body.path("openedAt").asString()).isEqualTo("2026-01-05T08:59:30Z");
        assertThat(body.path("attempt").asInt()).isEqualTo(1);
    }

    private Channel channel(String path) {
        return channel(receiver.at(path));
    }

    private Channel channel(URI url) {
        var deadline = url.getPath().matches("/(silent|drip)") ? SHORT : WebhookChannel.DEADLINE;
        return new WebhookChannel(url, SECRET, client, deadline, InstantSource.fixed(Pages.NINE));
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var receipt) -> receipt;
            case Outcome.TryAgain(var reason, _) -> reason;
            case Outcome.Refused(var reason) -> reason;
            case Outcome.Unknown(var reason) -> reason;
        };
    }
}
