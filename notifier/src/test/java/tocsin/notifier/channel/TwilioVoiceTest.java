package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

class TwilioVoiceTest extends HttpChannelContract {
    private final FakeTwilio twilio = new FakeTwilio(SECRET.value());

    @Override
    Answer provider(FakeProvider.Request request) {
        return twilio.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        var voice =
                new Twilio(
                        base,
                        Twilio.Kind.VOICE,
                        "AC1",
                        FakeTwilio.FROM,
                        FakeTwilio.TO,
                        SECRET,
                        TEXTS);
        return new HttpChannel(voice, SECRET, line);
    }

    @Override
    boolean rings() {
        return true;
    }

    @Override
    String identity(FakeProvider.Request request) {
        return FakeTwilio.form(request.body()).getOrDefault("To", "");
    }

    @Override
    List<String> needed() {
        return List.of(
                "SEV-2 for checkout",
                "checkout burns its error budget 14.4 times too fast",
                "4.1 % of 12,000 requests failed");
    }

    @Override
    String arrived() {
        return twilio.sent.stream()
                .map(form -> form.getOrDefault("Twiml", ""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void a_label_gives_the_phone_no_orders() {
        channel()
                .send(
                        HostileText.notification(
                                "<Redirect>http://evil.example</Redirect>&#60;Dial"));

        assertThat(arrived())
                .doesNotContain("<Redirect", "&#")
                .matches(
                        "<Response><Say>[^<]*</Say><Pause"
                                + " length=\"1\"/><Say>[^<]*</Say></Response>");
    }
}
