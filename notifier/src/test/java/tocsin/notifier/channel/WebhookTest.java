package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.WebhookSignature;

import tools.jackson.databind.json.JsonMapper;

import java.net.URI;

class WebhookTest extends HttpChannelContract {
    @Override
    Answer provider(FakeProvider.Request request) {
        return request.method().equals("POST") && request.path().equals("/notify?team=a")
                ? Answer.of(204, "")
                : new Answer.Unexpected(request.toString());
    }

    @Override
    Channel channel(URI base, Line line) {
        var webhook = new Webhook(URI.create(base + "/notify?team=a"), SECRET, line.clock());
        return new HttpChannel(webhook, SECRET, line);
    }

    @Override
    boolean believesTheStatus() {
        return true;
    }

    @Override
    String identity(FakeProvider.Request request) {
        return request.header("webhook-id") + request.header("idempotency-key");
    }

    @Test
    void a_request_is_signed_and_carries_the_page_id() {
        assertThat(send()).isEqualTo(new Outcome.Accepted("HTTP 204"));

        var request = provider.last();
        assertThat(request.headers())
                .containsEntry("webhook-id", "p1")
                .containsEntry("idempotency-key", "p1")
                .containsEntry("webhook-timestamp", "1767603600")
                .containsEntry("content-type", "application/json")
                .containsEntry("traceparent", Pages.TRACE)
                .containsEntry(
                        "webhook-signature",
                        WebhookSignature.of(SECRET.key(), "p1", Pages.NINE, request.body()));
    }

    @Test
    void the_body_is_json() {
        send();

        var body = new JsonMapper().readTree(provider.last().body());
        assertThat(body.propertyNames())
                .containsExactly(
                        "type",
                        "id",
                        "incident",
                        "service",
                        "severity",
                        "title",
                        "impact",
                        "evidence",
                        "status",
                        "reason",
                        "target",
                        "openedAt",
                        "links",
                        "details",
                        "drill",
                        "attempt");
        assertThat(body.path("type").asString()).isEqualTo("page");
        assertThat(body.path("severity").asString()).isEqualTo("SEV-2");
        assertThat(body.path("openedAt").asString()).isEqualTo("2026-01-05T08:59:30Z");
        assertThat(body.path("attempt").asInt()).isEqualTo(1);
    }
}
