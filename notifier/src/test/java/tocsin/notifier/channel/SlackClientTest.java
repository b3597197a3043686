package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.model.Message;
import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.element.ButtonElement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.channel.http.Http;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.definitions.DefinitionSet;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Slack's own client, strict about every field it does not know, meets the Slack of our tests: so
/// what our channel is tried against is what Slack is.
class SlackClientTest {
    private static final Secret TOKEN = new Secret("canary0123456789canary0123456789");
    private static final String ROOM = FakeSlack.ROOM;

    private final FakeSlack fake = new FakeSlack(TOKEN.value());
    private final FakeProvider provider = new FakeProvider(fake::answer);
    private final Http http = new Http(new Addresses(List.of("127.0.0.1")));
    private final Slack slack = Slack.getInstance(config());

    private SlackConfig config() {
        var config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(provider.base() + "/");
        config.setFailOnUnknownProperties(true);
        config.setStatsEnabled(false);
        return config;
    }

    @AfterEach
    void close() throws Exception {
        slack.close();
        http.close();
        provider.close();
    }

    @Test
    void the_client_posts_edits_and_finds_its_message_by_its_metadata() throws Exception {
        var posted = post("p1");
        assertThat(posted.getTs()).isEqualTo("1767603600.000001");
        assertThat(posted.getMessage().getText()).isEqualTo("SEV-2 checkout");

        var edited =
                client().chatUpdate(
                                request -> request.channel(ROOM).ts(posted.getTs()).text("over"));
        assertThat(edited.isOk()).isTrue();

        assertThat(history())
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.getText()).isEqualTo("over");
                    assertThat(message.getMetadata().getEventPayload())
                            .isEqualTo(Map.of("page", "p1"));
                });
    }

    @Test
    void what_our_channel_wrote_the_client_reads_with_thread_buttons_and_metadata()
            throws Exception {
        var first = send(Command.Kind.PAGE, 1, Optional.empty());
        var quiet = send(Command.Kind.NOTICE, 2, Optional.of(first));
        var loud = send(Command.Kind.PAGE, 3, Optional.of(first));

        var room = history();
        assertThat(room).extracting(Message::getTs).containsExactly(ts(loud), ts(first));
        assertThat(room.getLast().getMetadata().getEventType()).isEqualTo("tocsin_page");
        var actions = (ActionsBlock) room.getLast().getBlocks().getLast();
        assertThat(actions.getElements())
                .map(ButtonElement.class::cast)
                .extracting(ButtonElement::getActionId)
                .contains("tocsin-acknowledge", "tocsin-resolve");
        var thread = client().conversationsReplies(request -> request.channel(ROOM).ts(ts(first)));
        assertThat(thread.getMessages())
                .extracting(Message::getTs)
                .containsExactlyInAnyOrder(ts(first), ts(quiet), ts(loud));
    }

    @Test
    void what_the_client_wrote_our_channel_finds_instead_of_sending_it_again() throws Exception {
        post("p1");

        var again = new Notification(Pages.page("p1", 0, "chat"), "chat", 2, true);

        assertThat(channel().send(again))
                .isEqualTo(new Outcome.Accepted(ROOM + "/1767603600.000001"));
        assertThat(fake.messages).hasSize(1);
    }

    @Test
    void a_no_is_one_for_the_client_too() throws Exception {
        var stranger =
                slack.methods("another token")
                        .chatPostMessage(request -> request.channel(ROOM).text("hello"));
        var elsewhere = client().chatPostMessage(request -> request.channel("C0").text("hello"));
        var unknown = client().chatUpdate(request -> request.channel(ROOM).ts("1.1").text("hello"));

        assertThat(stranger.getError()).isEqualTo("invalid_auth");
        assertThat(elsewhere.getError()).isEqualTo("channel_not_found");
        assertThat(unknown.getError()).isEqualTo("message_not_found");
        assertThat(client().authTest(request -> request).isOk()).isTrue();
    }

    private MethodsClient client() {
        return slack.methods(TOKEN.value());
    }

    private ChatPostMessageResponse post(String page) throws IOException, SlackApiException {
        var metadata =
                Message.Metadata.builder()
                        .eventType("tocsin_page")
                        .eventPayload(Map.of("page", page))
                        .build();
        return client().chatPostMessage(
                        request -> request.channel(ROOM).text("SEV-2 checkout").metadata(metadata));
    }

    private List<Message> history() throws IOException, SlackApiException {
        return client().conversationsHistory(
                        request -> request.channel(ROOM).includeAllMetadata(true).limit(100))
                .getMessages();
    }

    private Channel channel() {
        var texts = Texts.of(DefinitionSet.EMPTY);
        return new HttpChannel(
                new tocsin.notifier.channel.Slack(provider.base(), ROOM, true, TOKEN, texts),
                TOKEN,
                new HttpChannel.Line(
                        http, HttpChannel.Line.DEADLINE, InstantSource.fixed(Pages.NINE)));
    }

    private String send(Command.Kind kind, long number, Optional<String> first) {
        var command = Pages.command("p" + number, kind, number, "chat");
        var outcome = channel().send(new Notification(command, "chat", 1, false, first));
        return ((Outcome.Accepted) outcome).receipt();
    }

    /// Of the message that a receipt speaks of.
    private static String ts(String receipt) {
        return receipt.substring(receipt.lastIndexOf('/') + 1);
    }
}
