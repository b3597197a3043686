package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Command;
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

class AnswersTest {
    private static final AnswerLinks LINKS = new AnswerLinks("0123456789abcdef0123456789abcdef");
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
    }

    @Test
    void a_text_message_has_room_for_one() {
        var page = ANSWERS.in(page(Command.Kind.PAGE), "sms", SET);

        assertThat(page.message().links()).containsOnlyKeys("acknowledge", "console");
        assertThat(Texts.of(DefinitionSet.EMPTY).of(Layout.SMS, page))
                .contains(page.message().links().get("acknowledge"));
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
