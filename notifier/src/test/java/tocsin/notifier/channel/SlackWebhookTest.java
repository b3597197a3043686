package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;

class SlackWebhookTest extends HttpChannelContract {
    private static final String PATH = "/services/T0/B0/" + SECRET.value();

    @Override
    Answer provider(FakeProvider.Request request) {
        return new FakeSlackWebhook(PATH).answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        var url = URI.create(base + PATH);
        return new HttpChannel(new SlackWebhook(url, SECRET, TEXTS), SECRET, line);
    }

    /// There is no key: people recognise a repetition by the page's id.
    @Override
    String identity(FakeProvider.Request request) {
        return request.body().replaceAll("(?s).*page (p1).*", "$1");
    }

    @Override
    boolean forgets() {
        return true;
    }

    @Test
    void a_message_that_may_be_a_repetition_says_so() {
        assertThat(send("p1")).isEqualTo(new Outcome.Accepted("ok"));
        assertThat(provider.last().body()).doesNotContain("may have been sent before");

        sendAgain("p1");

        assertThat(provider.last().body()).contains("may have been sent before");
    }

    @Test
    void a_yes_that_is_not_slacks_is_none() {
        provider.next(Answer.of(200, "<html>Log in to the proxy"));

        assertThat(send()).isInstanceOf(Outcome.Unknown.class);
    }
}
