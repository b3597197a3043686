package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.util.Map;

class PagerDutyTest extends HttpChannelContract {
    private static final String INVALID =
            """
            {"status":"invalid event","message":"Event object is invalid","errors":["%s"]}\
            """;

    /// Answers as PagerDuty does, and is as strict.
    @Override
    Answer provider(FakeProvider.Request request) {
        if (!request.method().equals("POST") || !request.path().equals("/v2/enqueue")) {
            return new Answer.Unexpected(request.toString());
        }
        var event = Json.read(request.body());
        var key = event.path("dedup_key").asString("");
        var problem =
                event.path("routing_key").asString("").length() != 32
                        ? "Length of 'routing_key' is incorrect (should be 32 characters)"
                        : key.isEmpty() || key.length() > 255
                                ? "'dedup_key' is missing or too long"
                                : problem(event.path("event_action").asString(""), request.body());
        return problem.isEmpty()
                ? Answer.of(
                        202,
                        Json.text(
                                Map.of(
                                        "status", "success",
                                        "message", "Event processed",
                                        "dedup_key", key)))
                : Answer.of(400, INVALID.formatted(problem));
    }

    private static String problem(String action, String body) {
        var payload = Json.read(body).path("payload");
        return switch (action) {
            case "acknowledge", "resolve" -> "";
            case "trigger" -> {
                var summary = payload.path("summary").asString("");
                boolean usable =
                        body.length() <= 512_000
                                && !summary.isEmpty()
                                && summary.length() <= 1024
                                && !payload.path("source").asString("").isEmpty()
                                && payload.path("severity")
                                        .asString("")
                                        .matches("critical|error|warning|info");
                yield usable ? "" : "'payload' is missing or cannot be used";
            }
            default -> "'event_action' is invalid";
        };
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new PagerDuty(base, SECRET), SECRET, line);
    }

    @Override
    String identity(FakeProvider.Request request) {
        return Json.read(request.body()).path("dedup_key").asString("");
    }

    @Test
    void an_incident_is_one_alert_from_its_page_to_its_resolution() {
        for (var kind : Command.Kind.values()) {
            assertThat(send(kind)).isEqualTo(new Outcome.Accepted("checkout-7k3f9a/on-call"));
        }

        assertThat(provider.requests())
                .extracting(this::identity)
                .containsOnly("checkout-7k3f9a/on-call");
        assertThat(provider.requests())
                .extracting(request -> Json.read(request.body()).path("event_action").asString(""))
                .containsExactly("trigger", "trigger", "resolve");
    }

    @Test
    void a_page_says_how_bad_it_is_and_where_to_look() {
        send();

        var event = Json.read(provider.last().body());
        assertThat(event.path("payload").path("summary").asString())
                .isEqualTo("SEV-2 checkout: checkout burns its error budget 14.4 times too fast");
        assertThat(event.path("payload").path("severity").asString()).isEqualTo("error");
        assertThat(event.path("payload").path("timestamp").asString())
                .isEqualTo("2026-01-05T08:59:30Z");
        assertThat(event.path("links").get(0).path("href").asString())
                .isEqualTo("https://tocsin.example/incidents/checkout-7k3f9a");
    }

    @Test
    void a_no_is_one_whatever_its_status_says() {
        provider.next(Answer.of(200, INVALID.formatted("no")), Answer.of(200, "<html>Log in"));

        assertThat(send()).isInstanceOf(Outcome.Refused.class);
        assertThat(send())
                .isEqualTo(
                        new Outcome.Unknown("HTTP 200, but no answer of PagerDuty: <html>Log in"));
    }
}
