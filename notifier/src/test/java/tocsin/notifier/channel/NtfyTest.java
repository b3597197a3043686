package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class NtfyTest extends HttpChannelContract {
    private final List<String> published = new CopyOnWriteArrayList<>();

    @Override
    Answer provider(FakeProvider.Request request) {
        if (!request.header("authorization").equals("Bearer " + SECRET.value())) {
            return Answer.of(403, "{\"code\":40301,\"error\":\"forbidden\"}");
        }
        if (request.method().equals("GET")) {
            return request.path().startsWith("/oncall/json?poll=1&since=1767603540&tags=")
                    ? Answer.of(200, String.join("\n", published))
                    : new Answer.Unexpected(request.path());
        }
        var body = Json.read(request.body());
        var message = body.path("message").asString("");
        if (!request.path().equals("/")
                || !body.path("topic").asString("").equals("oncall")
                || message.isEmpty()
                || message.length() > 4_096) {
            return new Answer.Unexpected(request.toString());
        }
        published.add(
                "{\"id\":\"m%d\",\"tags\":%s}".formatted(published.size(), body.path("tags")));
        return Answer.of(200, "{\"id\":\"m%d\"}".formatted(published.size() - 1));
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
    void only_a_page_is_urgent() {
        for (var kind : Command.Kind.values()) {
            send(kind);
        }

        assertThat(provider.requests())
                .extracting(request -> Json.read(request.body()).path("priority").asInt(0))
                .containsExactly(5, 3, 3);
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
