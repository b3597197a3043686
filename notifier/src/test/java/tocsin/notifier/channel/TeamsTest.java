package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;

import java.net.URI;
import java.nio.charset.StandardCharsets;

class TeamsTest extends HttpChannelContract {
    private static final String PATH =
            "/workflows/a/triggers/manual/paths/invoke?sig=" + SECRET.value();
    private static final int BYTES_MAX = 28 * 1024;

    @Override
    Answer provider(FakeProvider.Request request) {
        if (!request.path().equals(PATH)) {
            return new Answer.Unexpected(request.path());
        }
        if (request.body().getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return Answer.of(413, "");
        }
        var attachment = Json.read(request.body()).path("attachments").path(0);
        boolean card =
                attachment
                                .path("contentType")
                                .asString("")
                                .equals("application/vnd.microsoft.card.adaptive")
                        && attachment
                                .path("content")
                                .path("type")
                                .asString("")
                                .equals("AdaptiveCard");
        return card ? Answer.of(202, "") : Answer.of(400, "");
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new Teams(URI.create(base + PATH), TEXTS), SECRET, line);
    }

    @Override
    boolean believesTheStatus() {
        return true;
    }

    @Override
    String identity(FakeProvider.Request request) {
        return request.body().replaceAll("(?s).*page (p1).*", "$1");
    }

    @Override
    boolean forgets() {
        return true;
    }

    @Test
    void links_are_buttons() {
        send();

        var card = Json.read(provider.last().body()).path("attachments").path(0).path("content");
        assertThat(card.path("actions").path(0).path("url").asString())
                .isEqualTo("https://tocsin.example/incidents/checkout-7k3f9a");
        assertThat(card.path("body").path(0).path("text").asString())
                .startsWith("**Page: SEV-2 checkout: checkout burns");
    }
}
