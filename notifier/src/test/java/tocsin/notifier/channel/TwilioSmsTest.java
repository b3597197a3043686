package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

class TwilioSmsTest extends HttpChannelContract {
    private final FakeTwilio twilio = new FakeTwilio(SECRET.value());

    @Override
    Answer provider(FakeProvider.Request request) {
        return twilio.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        var sms =
                new Twilio(
                        base,
                        Twilio.Kind.SMS,
                        "AC1",
                        FakeTwilio.FROM,
                        FakeTwilio.TO,
                        SECRET,
                        TEXTS);
        return new HttpChannel(sms, SECRET, line);
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
                "SEV-2 checkout: checkout burns its error budget 14.4 times too fast",
                "4.1 % of 12,000 requests failed",
                "https://tocsin.example/incidents/checkout-7k3f9a",
                "page p1");
    }

    @Override
    String arrived() {
        return twilio.sent.stream()
                .map(form -> form.getOrDefault("Body", ""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void a_message_whose_answer_was_lost_is_found_and_not_sent_again() {
        send("p1");

        assertThat(sendAgain("p1")).isEqualTo(new Outcome.Accepted("SM0"));
        assertThat(sendAgain("p2")).isEqualTo(new Outcome.Accepted("SM1"));
        assertThat(twilio.sent).hasSize(2);
    }

    @Test
    void a_yes_without_a_sid_is_none() {
        provider.next(Answer.of(200, "{}"));

        assertThat(send()).isInstanceOf(Outcome.Unknown.class);
    }
}
