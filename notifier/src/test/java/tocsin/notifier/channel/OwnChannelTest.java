package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class OwnChannelTest {
    private static final Secret ITS_OWN = new Secret("the other provider's token");

    @Test
    void it_works_without_any_definition_and_with_a_credential_of_its_own() {
        var twilio = new FakeTwilio(ITS_OWN.value());
        try (var provider = new FakeProvider(twilio::answer);
                var channels = channels()) {
            var own =
                    OwnChannel.parse(
                                    """
                                    {"type":"sms","url":"%s","account":"AC1",
                                     "from":"+15005550006","to":"+15005550100"}
                                    """
                                            .formatted(provider.base()))
                            .with(Optional.of(ITS_OWN));

            var outcome =
                    channels.own(own, "TOCSIN_LAST_RESORT_SECRET")
                            .send(
                                    new Notification(
                                            Pages.page("p1", 1),
                                            Command.Notify.LAST_RESORT,
                                            1,
                                            false));

            assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
            assertThat(twilio.sent).hasSize(1);
            assertThat(own.toString()).doesNotContain(ITS_OWN.value());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    sms ; it is no JSON object
                    [] ; it is no JSON object
                    {} ; its type is one of
                    {"type":"console"} ; its type is one of
                    {"type":"github","repository":"a/b"} ; its type is one of
                    {"type":"sms","account":"AC1","from":"+1"} ; 'to' is missing
                    {"type":"webhook","url":"http://user:password@pager.example"} ; must not hold a password
                    {"type":"email","host":"mail.example","from":"x","to":"y"} ; is no e-mail address
                    """)
    void what_is_no_channel_is_refused_with_the_reason(String json, String reason) {
        assertThatThrownBy(() -> OwnChannel.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("password@");
    }

    @Test
    void what_has_no_secret_says_which_is_missing() {
        var own = OwnChannel.parse("{\"type\":\"ntfy\",\"topic\":\"oncall\"}");
        try (var channels = channels()) {
            assertThatThrownBy(() -> channels.own(own, "TOCSIN_LAST_RESORT_SECRET"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no secret: set TOCSIN_LAST_RESORT_SECRET");
        }
    }

    private static Channels channels() {
        return new Channels(
                Definitions.always(DefinitionSet.EMPTY),
                new Secrets(Map.of()),
                new Addresses(List.of("127.0.0.1")),
                System.out,
                InstantSource.fixed(Pages.NINE),
                Traces.OFF);
    }
}
