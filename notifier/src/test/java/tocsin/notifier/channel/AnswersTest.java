package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Message;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.AnswerLinks;
import tocsin.runtime.AnswerLinks.Answer;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class AnswersTest {
    private static final AnswerLinks LINKS = new AnswerLinks("0123456789abcdef0123456789abcdef");
    private static final Texts TEXTS = Texts.of(DefinitionSet.EMPTY);
    private static final Answers ANSWERS =
            new Answers(URI.create("https://answers.example.com"), LINKS);

    /// The target of [Pages] is a person.
    private static final DefinitionSet SET =
            new DefinitionSet(
                    1,
                    "",
                    Instant.EPOCH,
                    List.of(
                            new Document(
                                    "Person", "on-call", JsonMapper.shared().createObjectNode())));

    @Test
    void a_mail_to_a_person_has_links_that_say_who_answers_what_and_until_when() {
        var links = ANSWERS.in(page(Command.Kind.PAGE), "email", SET).message().links();

        assertThat(links).containsOnlyKeys("acknowledge", "escalate", "console");
        var link = links.get("acknowledge");
        assertThat(link).startsWith("https://answers.example.com/callbacks/link/");
        assertThat(LINKS.read(link.substring(link.lastIndexOf('/') + 1)))
                .contains(
                        new Answer(
                                "checkout-7k3f9a",
                                "on-call",
                                "acknowledge",
                                Pages.NINE.plus(Duration.ofHours(12))));
        var mail = ANSWERS.in(page(Command.Kind.PAGE), "email", SET);
        assertThat(TEXTS.of(Layout.MAIL_TEXT, mail)).contains("acknowledge: " + link + "\n");
        assertThat(TEXTS.of(Layout.MAIL_HTML, mail)).contains("href=\"" + link + "\"");
    }

    @Test
    void a_text_message_has_room_for_one() {
        var page = ANSWERS.in(page(Command.Kind.PAGE), "sms", SET);

        assertThat(page.message().links()).containsOnlyKeys("acknowledge", "console");
        assertThat(TEXTS.of(Layout.SMS, page))
                .containsOnlyOnce("\n" + page.message().links().get("acknowledge") + "\n");
    }

    @Test
    void a_long_text_message_ends_behind_the_link() {
        var text = "long words ".repeat(50);
        var command = page(Command.Kind.PAGE).command();
        var page =
                new Notification(
                        new Command.Notify(
                                command.page(),
                                command.source(),
                                command.kind(),
                                text,
                                "a-service-with-a-rather-long-name-7k3f9a",
                                command.target(),
                                command.channels(),
                                command.validUntil(),
                                new Message(
                                        "SEV1",
                                        text,
                                        text,
                                        text,
                                        text,
                                        Pages.NINE,
                                        Map.of(
                                                "console",
                                                "https://tocsin.example/" + "x".repeat(99)),
                                        1)),
                        "phone",
                        1,
                        false);

        var answered = ANSWERS.in(page, "sms", SET);

        assertThat(TEXTS.of(Layout.SMS, answered))
                .contains("\n" + answered.message().links().get("acknowledge") + "\n")
                .endsWith("...");
    }

    @Test
    void what_others_may_read_or_asks_for_nothing_has_none() {
        for (var type : List.of("slack", "github", "teams", "console", "webhook")) {
            assertThat(ANSWERS.in(page(Command.Kind.PAGE), type, SET))
                    .isEqualTo(page(Command.Kind.PAGE));
        }
        assertThat(ANSWERS.in(page(Command.Kind.RESOLVED), "email", SET))
                .isEqualTo(page(Command.Kind.RESOLVED));
        assertThat(ANSWERS.in(page(Command.Kind.PAGE), "email", DefinitionSet.EMPTY))
                .isEqualTo(page(Command.Kind.PAGE));
    }

    private static Notification page(Command.Kind kind) {
        return new Notification(Pages.command("p1", kind, 1, "mail"), "mail", 1, false);
    }
}
