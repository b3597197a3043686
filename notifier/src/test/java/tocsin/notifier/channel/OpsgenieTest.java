package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;

class OpsgenieTest extends HttpChannelContract {
    private final FakeOpsgenie opsgenie = new FakeOpsgenie(SECRET.value());

    @Override
    Answer provider(FakeProvider.Request request) {
        return opsgenie.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new Opsgenie(base, SECRET), SECRET, line);
    }

    @Override
    boolean rings() {
        return true;
    }

    @Override
    String identity(FakeProvider.Request request) {
        return Json.read(request.body()).path("alias").asString("");
    }

    @Test
    void a_page_opens_an_alert_that_the_resolution_closes() {
        for (var kind : Command.Kind.values()) {
            assertThat(send(kind))
                    .as("%s", kind)
                    .isEqualTo(
                            kind == Command.Kind.CHANGED
                                    ? Channel.NOTHING
                                    : new Outcome.Accepted("43a29c5c"));
        }

        var alert = Json.read(provider.requests().getFirst().body());
        assertThat(alert.path("alias").asString()).isEqualTo("checkout-7k3f9a/on-call");
        assertThat(alert.path("priority").asString()).isEqualTo("P2");
        assertThat(opsgenie.actions).containsExactly("acknowledge", "close", "close");
        assertThat(provider.requests().get(provider.requests().size() - 2).path())
                .isEqualTo("/v2/alerts/checkout-7k3f9a%2Fon-call/close?identifierType=alias");
        assertThat(provider.last().path())
                .startsWith("/v2/alerts/checkout-7k3f9a%2Fon-call%2Fapproval-wanted/close?");
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
