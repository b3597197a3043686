package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;

class NtfyTest extends HttpChannelContract {
    private final FakeNtfy ntfy = new FakeNtfy(SECRET.value());

    @Override
    Answer provider(FakeProvider.Request request) {
        return ntfy.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new Ntfy(base, "oncall", SECRET, TEXTS), SECRET, line);
    }

    @Override
    String identity(FakeProvider.Request request) {
        return Json.read(request.body()).path("tags").path(0).asString("");
    }

    @Test
    void only_what_wakes_somebody_is_urgent() {
        for (var kind : Command.Kind.values()) {
            provider.requests().clear();
            send(kind);

            assertThat(provider.requests())
                    .extracting(request -> Json.read(request.body()).path("priority").asInt(0))
                    .allMatch(priority -> priority == (kind.wakes() ? 5 : 3));
        }
    }

    @Test
    void a_message_whose_answer_was_lost_is_found_and_not_sent_again() {
        send("p1");

        assertThat(sendAgain("p1")).isEqualTo(new Outcome.Accepted("m0"));
        assertThat(sendAgain("p2")).isEqualTo(new Outcome.Accepted("m1"));
    }

    @Test
    void a_yes_without_an_id_is_none() {
        provider.next(Answer.of(200, "{}"));

        assertThat(send()).isInstanceOf(Outcome.Unknown.class);
    }
}
