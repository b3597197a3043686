package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.List;
import java.util.Optional;

class StatuspageTest extends HttpChannelContract {
    private static final Statuspage.Site SITE =
            new Statuspage.Site(FakeStatuspage.PAGE, List.of(FakeStatuspage.COMPONENT), false);

    private final FakeStatuspage statuspage = new FakeStatuspage(SECRET.value());

    @Override
    Answer provider(FakeProvider.Request request) {
        return statuspage.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new Statuspage(base, SITE, SECRET, TEXTS), SECRET, line);
    }

    /// The public is told that something is wrong, and nothing of what goes on inside.
    @Override
    List<String> needed() {
        return List.of("Problems with checkout", "We are working on them");
    }

    @Override
    boolean isPublic() {
        return true;
    }

    @Override
    String identity(FakeProvider.Request request) {
        return Json.read(request.body())
                .path("incident")
                .path("metadata")
                .path("tocsin")
                .path("message")
                .asString("");
    }

    /// A search that was cut has told nobody; the request behind it may have.
    @Test
    @Override
    void an_answer_that_does_not_come_is_no_answer() {
        provider.next(new Answer.Reset(), Answer.of(200, "[]"), new Answer.Reset());

        assertThat(send()).isEqualTo(new Outcome.TryAgain("cut off"));
        assertThat(send()).isEqualTo(new Outcome.Unknown("cut off"));
    }

    @Test
    void an_incident_is_published_updated_and_resolved() {
        var incident = reason(send(Command.Kind.PAGE));
        assertThat(statuspage.components).containsEntry(FakeStatuspage.COMPONENT, "partial_outage");

        sendLater(Command.Kind.NOTICE, incident);
        var last = sendLater(Command.Kind.RESOLVED, incident);

        assertThat(last).isEqualTo(new Outcome.Accepted(incident));
        assertThat(statuspage.incidents).hasSize(1);
        assertThat(statuspage.incidents.getFirst().path("status").asString()).isEqualTo("resolved");
        assertThat(statuspage.updates)
                .hasSize(3)
                .last()
                .isEqualTo("The problems with checkout are over.");
        assertThat(statuspage.components).containsEntry(FakeStatuspage.COMPONENT, "operational");
    }

    @Test
    void the_public_reads_nothing_that_a_label_says() {
        channel().send(Pages.notification("p1"));

        assertThat(provider.last().body())
                .doesNotContain("4.1 %", "14.4 times", "on-call", "tocsin.example")
                .contains("\"deliver_notifications\":false");
    }

    @Test
    void an_incident_that_was_published_long_ago_is_found_by_its_metadata() {
        send(Command.Kind.NOTICE);

        assertThat(send(Command.Kind.RESOLVED)).isEqualTo(new Outcome.Accepted("p31zjtct0"));
        assertThat(statuspage.incidents).hasSize(1);
    }

    @Test
    void what_is_found_only_in_part_begins_nothing_anew() {
        provider.next(new Answer.Endless(200));

        assertThat(send())
                .isEqualTo(
                        new Outcome.TryAgain(
                                "the answer to a search is cut off, too long or none"));
        assertThat(statuspage.incidents).isEmpty();
    }

    @Test
    void an_incident_is_found_on_a_page_full_of_long_ones() {
        var incident = reason(send(Command.Kind.PAGE));
        for (int i = 0; i < 99; i++) {
            var other = (ObjectNode) Json.read("{}");
            statuspage.incidents.add(other.put("id", "o" + i).put("body", "x".repeat(5_000)));
        }

        assertThat(send(Command.Kind.RESOLVED)).isEqualTo(new Outcome.Accepted(incident));
        assertThat(statuspage.incidents).hasSize(100);
    }

    @Test
    void a_message_whose_answer_was_lost_is_not_published_again() {
        var incident = reason(send("p1"));
        var update = Pages.command("p2", Command.Kind.NOTICE, 2, "phone");
        var first = new Notification(update, "phone", 1, false, Optional.of(incident));
        channel().send(first);
        var again = new Notification(update, "phone", 2, true, Optional.of(incident));

        assertThat(channel().send(again)).isEqualTo(new Outcome.Accepted(incident));
        assertThat(statuspage.updates).hasSize(2);
    }

    @Test
    void what_nobody_was_told_of_is_not_published_as_over() {
        assertThat(send(Command.Kind.RESOLVED))
                .isEqualTo(new Outcome.Accepted("there is no incident to resolve"));
        assertThat(statuspage.updates).isEmpty();
    }

    @Test
    void a_receipt_that_is_no_id_gets_into_no_path() {
        assertThat(sendLater(Command.Kind.NOTICE, "../components"))
                .isEqualTo(new Outcome.Refused("the receipt is no incident of a status page"));
    }
}
