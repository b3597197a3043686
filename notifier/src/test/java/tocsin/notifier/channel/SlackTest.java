package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Outcome;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SlackTest extends HttpChannelContract {
    private static final String ROOM = FakeSlack.ROOM;

    private final FakeSlack slack = new FakeSlack(SECRET.value());

    @Override
    Answer provider(FakeProvider.Request request) {
        return slack.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new Slack(base, ROOM, true, SECRET, TEXTS), SECRET, line);
    }

    @Override
    String identity(FakeProvider.Request request) {
        return Json.read(request.body())
                .path("metadata")
                .path("event_payload")
                .path("page")
                .asString("");
    }

    @Test
    void an_incident_is_a_thread_whose_first_message_says_how_things_stand() {
        var first = reason(send(Command.Kind.PAGE));
        sendLater(Command.Kind.NOTICE, first);
        sendLater(Command.Kind.PAGE, first);
        var last = reason(sendLater(Command.Kind.RESOLVED, first));

        assertThat(first).isEqualTo(ROOM + "/1767603600.000001");
        assertThat(last).isEqualTo(first + "/1767603600.000004");
        assertThat(slack.messages)
                .extracting(message -> message.path("thread_ts").asString(""))
                .containsExactly("", "1767603600.000001", "1767603600.000001", "1767603600.000001");
        assertThat(slack.messages)
                .extracting(message -> message.path("reply_broadcast").asBoolean(false))
                .as("a page is seen by those who do not read the thread")
                .containsExactly(false, false, true, false);
        assertThat(slack.texts.get("1767603600.000001")).startsWith("*Resolved: SEV-2 checkout");
    }

    @Test
    void that_somebody_has_it_in_hand_is_edited_into_the_first_message() {
        var first = reason(send(Command.Kind.PAGE));

        assertThat(sendLater(Command.Kind.ACKNOWLEDGED, first))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(slack.messages).as("nobody is called again").hasSize(1);
        assertThat(slack.texts.get("1767603600.000001")).startsWith("*Acknowledged: SEV-2");
        assertThat(send(Command.Kind.ACKNOWLEDGED))
                .as("where there is no first message")
                .isEqualTo(Channel.NOTHING);
    }

    @Test
    void the_first_message_has_buttons_that_name_incident_and_revision() {
        var first = reason(send(Command.Kind.PAGE));
        sendLater(Command.Kind.NOTICE, first);
        assertThat(buttons(slack.messages.getFirst()))
                .containsExactly(
                        "tocsin-acknowledge checkout-7k3f9a 1",
                        "tocsin-snooze-30 checkout-7k3f9a 1",
                        "tocsin-escalate checkout-7k3f9a 1",
                        "tocsin-resolve checkout-7k3f9a 1");
        assertThat(slack.messages.getLast().has("blocks")).as("of a reply").isFalse();

        sendLater(Command.Kind.RESOLVED, first);
        assertThat(buttons(Json.read(provider.last().body()))).isEmpty();
    }

    private static List<String> buttons(JsonNode message) {
        return message.path("blocks")
                .path(1)
                .path("elements")
                .valueStream()
                .map(one -> one.path("action_id").asString() + " " + one.path("value").asString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Command.Kind.class,
            names = {"UPDATE_DUE", "APPROVAL_WANTED", "REMEDIATION_FAILED"})
    void what_is_asked_meanwhile_leaves_the_first_message_as_it_is(Command.Kind kind) {
        var first = reason(send(Command.Kind.PAGE));
        sendLater(kind, first);

        assertThat(slack.messages).hasSize(2);
        assertThat(slack.texts.get("1767603600.000001")).startsWith("*Page: SEV-2 checkout");
    }

    @Test
    void a_reply_leads_to_its_thread() {
        var first = reason(send(Command.Kind.PAGE));
        var reply = reason(sendLater(Command.Kind.NOTICE, first));

        assertThat(reason(sendLater(Command.Kind.RESOLVED, reply))).startsWith(first + "/");
    }

    @Test
    void a_message_whose_answer_was_lost_is_found_and_not_sent_again() {
        send("p1");

        assertThat(sendAgain("p1")).isEqualTo(new Outcome.Accepted(ROOM + "/1767603600.000001"));
        assertThat(sendAgain("p2")).isEqualTo(new Outcome.Accepted(ROOM + "/1767603600.000002"));
        assertThat(slack.messages).hasSize(2);
    }

    @Test
    void a_lost_message_is_found_among_many_long_ones() {
        send("p0");
        for (int i = 0; i < 60; i++) {
            channel().send(HostileText.notification("long ".repeat(1_000)));
        }

        assertThat(sendAgain("p0")).isEqualTo(new Outcome.Accepted(ROOM + "/1767603600.000001"));
        assertThat(slack.messages).hasSize(61);
    }

    @Test
    void a_lost_message_that_may_not_be_looked_for_is_sent_again() {
        send("p1");
        provider.next(Answer.of(200, "{\"ok\":false,\"error\":\"missing_scope\"}"));

        assertThat(sendAgain("p1")).isInstanceOf(Outcome.Accepted.class);
        assertThat(slack.messages).hasSize(2);
    }

    @Test
    void a_message_that_cannot_be_edited_has_been_sent_all_the_same() {
        assertThat(sendLater(Command.Kind.NOTICE, ROOM + "/1111111111.000001"))
                .isEqualTo(new Outcome.Refused("Slack says thread_not_found"));

        var first = reason(send(Command.Kind.PAGE));
        provider.next(
                Answer.of(200, "{\"ok\":true,\"channel\":\"C024BE91L\",\"ts\":\"9.1\"}"),
                Answer.of(500, ""));
        assertThat(sendLater(Command.Kind.NOTICE, first)).isInstanceOf(Outcome.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "channel_not_found, Refused",
        "invalid_auth, Refused",
        "is_archived, Refused",
        "internal_error, TryAgain",
        "ratelimited, TryAgain"
    })
    void a_no_comes_with_status_200(String error, String expected) {
        provider.next(Answer.of(200, "{\"ok\":false,\"error\":\"%s\"}".formatted(error)));

        assertThat(send().getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void a_rate_limit_in_a_200_is_heard() {
        provider.next(
                Answer.of(
                        200,
                        Map.of("Retry-After", "30"),
                        "{\"ok\":false,\"error\":\"ratelimited\"}"));

        assertThat(send())
                .isEqualTo(
                        new Outcome.TryAgain("ratelimited", Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void nobody_is_called_by_what_a_label_says() {
        channel().send(HostileText.notification(HostileText.ALL.getFirst()));

        assertThat(slack.messages.getFirst().path("text").asString())
                .doesNotContain("<!", "<@")
                .contains("&lt;!channel&gt;");
        assertThat(List.of(slack.messages.getFirst()))
                .extracting((JsonNode message) -> message.path("parse").asString(""))
                .containsExactly("none");
    }
}
