package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;

import java.net.URI;
import java.util.Optional;

class JiraTest extends HttpChannelContract {
    private static final Jira.Board CLOUD = new Jira.Board("OPS", "Task", FakeJira.USER, "31");

    private final FakeJira jira = new FakeJira(SECRET.value());

    @Override
    Answer provider(FakeProvider.Request request) {
        return jira.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new Jira(base, CLOUD, SECRET, TEXTS), SECRET, line);
    }

    @Override
    String identity(FakeProvider.Request request) {
        return request.method().equals("GET")
                ? request.path().replaceAll(".*(tocsin-[0-9a-f]+).*", "$1")
                : Json.read(request.body()).path("fields").path("labels").path(1).asString("");
    }

    /// A search that was cut has told nobody; the request behind it may have.
    @Test
    @Override
    void an_answer_that_does_not_come_is_no_answer() {
        provider.next(new Answer.Reset(), Answer.of(200, "{\"issues\":[]}"), new Answer.Reset());

        assertThat(send()).isEqualTo(new Outcome.TryAgain("cut off"));
        assertThat(send()).isEqualTo(new Outcome.Unknown("cut off"));
    }

    @Test
    void an_incident_is_an_issue_that_the_resolution_closes() {
        var issue = reason(send(Command.Kind.NOTICE));
        sendLater(Command.Kind.NOTICE, issue);
        var last = sendLater(Command.Kind.RESOLVED, issue);

        assertThat(issue).isEqualTo("OPS-1");
        assertThat(last).isEqualTo(new Outcome.Accepted("OPS-1"));
        assertThat(jira.issues).hasSize(1);
        assertThat(jira.done).containsExactly("OPS-1");
        assertThat(jira.comments.get("OPS-1"))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("{noformat}\nResolved: SEV-2");
    }

    @Test
    void an_issue_that_was_opened_long_ago_is_found_by_its_label() {
        send(Command.Kind.NOTICE);

        assertThat(send(Command.Kind.RESOLVED)).isEqualTo(new Outcome.Accepted("OPS-1"));
        assertThat(jira.done).containsExactly("OPS-1");
    }

    @Test
    void an_issue_whose_answer_was_lost_is_not_opened_again() {
        send("p1");

        assertThat(sendAgain("p1")).isEqualTo(new Outcome.Accepted("OPS-1"));
        assertThat(jira.issues).hasSize(1);
    }

    @Test
    void an_end_whose_answer_was_lost_is_not_told_again() {
        var issue = reason(send(Command.Kind.NOTICE));
        sendLater(Command.Kind.RESOLVED, issue);
        var command = Pages.command("p-later", Command.Kind.RESOLVED, 2, "phone");
        var again = new Notification(command, "phone", 2, true, Optional.of(issue));

        assertThat(channel().send(again)).isEqualTo(new Outcome.Accepted("OPS-1"));
        assertThat(jira.comments.get("OPS-1")).hasSize(1);
    }

    @Test
    void what_nobody_was_told_of_is_not_opened_to_be_closed() {
        assertThat(send(Command.Kind.RESOLVED))
                .isEqualTo(new Outcome.Accepted("there is no issue to close"));
        assertThat(jira.issues).isEmpty();
    }

    @Test
    void a_search_that_fails_opens_no_second_issue() {
        send("p1");
        provider.next(Answer.of(503, ""));

        assertThat(send("p2")).isInstanceOf(Outcome.TryAgain.class);
        assertThat(jira.issues).hasSize(1);
    }

    @Test
    void without_a_transition_the_end_is_a_comment() {
        var board = new Jira.Board("OPS", "Task", FakeJira.USER, "");
        var line = new Line(http(), Line.DEADLINE, () -> Pages.NINE);
        var base = provider.base();
        var channel = new HttpChannel(new Jira(base, board, SECRET, TEXTS), SECRET, line);
        channel.send(Pages.notification("p1"));

        var over = Pages.command("p2", Command.Kind.RESOLVED, 2, "phone");
        var outcome = channel.send(new Notification(over, "phone", 1, false));

        assertThat(outcome).isEqualTo(new Outcome.Accepted("OPS-1"));
        assertThat(jira.done).isEmpty();
        assertThat(jira.comments.get("OPS-1")).hasSize(1);
    }

    @Test
    void a_data_center_has_its_own_search_and_tokens() {
        var board = new Jira.Board("OPS", "Task", "", "31");
        var jiraAtHome = new Jira(URI.create("https://jira.tocsin.example"), board, SECRET, TEXTS);

        var search = jiraAtHome.lookUp(Pages.notification("p1")).orElseThrow();

        assertThat(search.url().getPath()).isEqualTo("/rest/api/2/search");
        assertThat(search.headers()).containsEntry("Authorization", "Bearer " + SECRET.value());
    }

    @Test
    void nobody_is_called_and_nothing_embedded_by_what_a_label_says() {
        channel().send(HostileText.notification("[~admin] {noformat} !http://evil.example/x!"));

        var text = jira.issues.getFirst().path("description").asString();
        assertThat(text.indexOf("{noformat}", 1)).isEqualTo(text.lastIndexOf("{noformat}"));
        assertThat(text.substring(text.lastIndexOf("{noformat}"))).isEqualTo("{noformat}");
    }

    @Test
    void a_receipt_that_is_no_key_gets_into_no_path() {
        assertThat(sendLater(Command.Kind.NOTICE, "OPS-1/../../user"))
                .isEqualTo(new Outcome.Refused("the receipt is no issue's key"));
        assertThatThrownBy(() -> new Jira.Board("OPS\" OR 1=1", "Task", "", ""))
                .hasMessage("spec.project is a project's key, such as OPS");
    }
}
