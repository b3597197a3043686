package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;

class OpsgenieTest extends HttpChannelContract {
    private static final String TAKEN =
            "{\"result\":\"Request will be processed\",\"took\":0.1,\"requestId\":\"43a29c5c\"}";

    /// Answers as Opsgenie does, and is as strict.
    @Override
    Answer provider(FakeProvider.Request request) {
        if (!request.header("authorization").equals("GenieKey " + SECRET.value())) {
            return Answer.of(401, "{\"message\":\"Could not authenticate\"}");
        }
        var alert = Json.read(request.body());
        if (request.path().equals("/v2/alerts")) {
            var message = alert.path("message").asString("");
            return !message.isEmpty()
                            && message.length() <= 130
                            && alert.path("alias").asString("").length() <= 512
                            && alert.path("description").asString("").length() <= 15_000
                            && alert.path("priority").asString("").matches("P[1-5]")
                    ? Answer.of(202, TAKEN)
                    : Answer.of(422, "{\"message\":\"Request body is not processable\"}");
        }
        return request.path().matches("/v2/alerts/[^/?]+/close\\?identifierType=alias")
                ? Answer.of(202, TAKEN)
                : new Answer.Unexpected(request.path());
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new Opsgenie(base, SECRET), SECRET, line);
    }

    @Override
    String identity(FakeProvider.Request request) {
        return Json.read(request.body()).path("alias").asString("");
    }

    @Test
    void a_page_opens_an_alert_that_the_resolution_closes() {
        for (var kind : Command.Kind.values()) {
            assertThat(send(kind)).isEqualTo(new Outcome.Accepted("43a29c5c"));
        }

        var alert = Json.read(provider.requests().getFirst().body());
        assertThat(alert.path("alias").asString()).isEqualTo("checkout-7k3f9a/on-call");
        assertThat(alert.path("priority").asString()).isEqualTo("P2");
        assertThat(provider.last().path())
                .isEqualTo("/v2/alerts/checkout-7k3f9a%2Fon-call/close?identifierType=alias");
    }

    @Test
    void jira_service_management_has_the_same_under_a_path_of_its_own() {
        var base = URI.create("https://api.atlassian.com/jsm/ops/integration/");

        assertThat(new Opsgenie(base, SECRET).request(HostileText.notification("x")).url())
                .hasToString("https://api.atlassian.com/jsm/ops/integration/v2/alerts");
    }

    @Test
    void a_yes_without_a_request_id_is_none() {
        provider.next(Answer.of(200, "{}"));

        assertThat(send()).isInstanceOf(Outcome.Unknown.class);
    }
}
