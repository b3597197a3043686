package tocsin.responder.callback;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.responder.incident.Act;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SlackInteractionsTest {
    private static final Instant AT = Instant.ofEpochSecond(1_531_420_618);
    private static final SlackInteractions SLACK =
            new SlackInteractions(new Hmac("8f742231b10e8888abcd99yyyzzz85a5"));

    /// The example of Slack's own documentation: a slash command.
    private static final String DOCUMENTED =
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                    + "&user_name=roadrunner&command=%2Fwebhook-collect&text="
                    + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
                    + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                    + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private static final String SIGNATURE =
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    @Test
    void the_signature_of_slacks_own_example_is_right() {
        assertThat(SLACK.read(received(DOCUMENTED, SIGNATURE, AT)))
                .isEqualTo(new Reading.Refused(400, "there is no payload"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v0=",
                "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504",
                "V0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503"
            })
    void any_other_signature_is_wrong(String signature) {
        assertThat(SLACK.read(received(DOCUMENTED, signature, AT)))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    @Test
    void what_is_older_or_newer_than_five_minutes_is_not_believed() {
        var window = Duration.ofMinutes(5);
        for (var late : new Duration[] {window, window.negated()}) {
            assertThat(SLACK.read(received(DOCUMENTED, SIGNATURE, AT.plus(late))))
                    .isEqualTo(new Reading.Refused(400, "there is no payload"));
        }
        for (var late : new Duration[] {window.plusSeconds(1), window.plusSeconds(1).negated()}) {
            assertThat(SLACK.read(received(DOCUMENTED, SIGNATURE, AT.plus(late))))
                    .isInstanceOfSatisfying(
                            Reading.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));
        }
    }

    @Test
    void a_button_says_who_wants_what_of_which_incident() {
        assertThat(read(click("tocsin-resolve", "checkout-7k3f9a 3")))
                .isInstanceOfSatisfying(
                        Reading.Asked.class,
                        asked -> {
                            assertThat(asked.system()).isEqualTo("slack");
                            assertThat(asked.person()).isEqualTo("U012AB3CD");
                            assertThat(asked.act()).isEqualTo(Act.RESOLVE);
                            assertThat(asked.incident()).isEqualTo("checkout-7k3f9a");
                            assertThat(asked.revision()).isEqualTo(Optional.of(3));
                        });
    }

    @Test
    void a_button_to_snooze_says_for_how_long() {
        assertThat(read(click("tocsin-snooze-30", "checkout-7k3f9a 3")))
                .isInstanceOfSatisfying(
                        Reading.Asked.class,
                        asked -> {
                            assertThat(asked.act()).isEqualTo(Act.SNOOZE);
                            assertThat(asked.lasts())
                                    .isEqualTo(Optional.of(Duration.ofMinutes(30)));
                        });
        for (var odd : List.of("tocsin-snooze", "tocsin-snooze-0", "tocsin-snooze-100000")) {
            assertThat(read(click(odd, "checkout-7k3f9a 3"))).isEqualTo(new Reading.Ignored());
        }
    }

    @Test
    void the_same_click_has_the_same_id_and_another_one_another() {
        var click = click("tocsin-resolve", "checkout-7k3f9a 3");

        assertThat(read(click)).isEqualTo(read(click));
        assertThat(read(click)).isNotEqualTo(read(click.replace("13345224609", "13345224610")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkout-7k3f9a",
                "checkout-7k3f9a -1",
                "checkout-7k3f9a 99999999999999999999",
                "",
                " 1",
                "a b 1"
            })
    void a_value_that_names_no_incident_is_refused(String value) {
        assertThat(read(click("tocsin-resolve", value)))
                .isEqualTo(new Reading.Refused(400, "the button names no incident"));
    }

    @Test
    void what_is_no_button_of_ours_is_let_be() {
        assertThat(read(click("tocsin-approve", "checkout-7k3f9a 3")))
                .isEqualTo(new Reading.Ignored());
        assertThat(read("{\"type\":\"view_submission\"}")).isEqualTo(new Reading.Ignored());
        assertThat(read("[]")).isEqualTo(new Reading.Ignored());
        assertThat(read("{{{")).isEqualTo(new Reading.Refused(400, "the payload is no JSON"));
        assertThat(signed("payload=%zz"))
                .isEqualTo(new Reading.Refused(400, "the payload is no JSON"));
    }

    private static Reading read(String json) {
        return signed("payload=" + URLEncoder.encode(json, UTF_8));
    }

    private static Reading signed(String body) {
        var mac = SLACK.key().hex(("v0:" + AT.getEpochSecond() + ":" + body).getBytes(UTF_8));
        return SLACK.read(received(body, "v0=" + mac, AT));
    }

    private static Received received(String body, String signature, Instant now) {
        return new Received(
                Map.of(
                        "x-slack-request-timestamp",
                        Long.toString(AT.getEpochSecond()),
                        "x-slack-signature",
                        signature),
                body.getBytes(UTF_8),
                now);
    }

    private static String click(String action, String value) {
        return """
        {"type":"block_actions","trigger_id":"13345224609.738474920.8088930838d88f008e0",
         "user":{"id":"U012AB3CD"},
         "actions":[{"type":"button","action_id":"%s","value":"%s"}]}
        """
                .formatted(action, value);
    }
}
