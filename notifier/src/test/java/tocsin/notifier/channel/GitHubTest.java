package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class GitHubTest extends HttpChannelContract {
    private final FakeGitHub github = new FakeGitHub(SECRET.value());

    @Override
    Answer provider(FakeProvider.Request request) {
        return github.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new GitHub(base, "shop/incidents", SECRET, TEXTS), SECRET, line);
    }

    @Override
    String identity(FakeProvider.Request request) {
        return request.method().equals("GET")
                ? request.path().replaceAll(".*labels=", "")
                : Json.read(request.body()).path("labels").path(1).asString("");
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
    void an_incident_is_an_issue_that_the_resolution_closes() {
        var issue = reason(send(Command.Kind.NOTICE));
        sendLater(Command.Kind.NOTICE, issue);
        var last = sendLater(Command.Kind.RESOLVED, issue);

        assertThat(issue).isEqualTo("1");
        assertThat(last).isEqualTo(new Outcome.Accepted("1"));
        assertThat(github.issues).hasSize(1);
        assertThat(github.states).containsEntry(1, "closed");
        assertThat(github.comments.get(1)).hasSize(2);
        assertThat(github.comments.get(1).getLast()).startsWith("```text\nResolved: SEV-2");
    }

    @Test
    void an_issue_that_was_opened_long_ago_is_found_by_its_label() {
        send(Command.Kind.NOTICE);

        assertThat(send(Command.Kind.RESOLVED)).isEqualTo(new Outcome.Accepted("1"));
        assertThat(github.states).containsEntry(1, "closed");
    }

    @Test
    void an_issue_whose_answer_was_lost_is_not_opened_again() {
        send("p1");

        assertThat(sendAgain("p1")).isEqualTo(new Outcome.Accepted("1"));
        assertThat(github.issues).hasSize(1);
    }

    @Test
    void what_nobody_was_told_of_is_not_opened_to_be_closed() {
        assertThat(send(Command.Kind.RESOLVED))
                .isEqualTo(new Outcome.Accepted("there is no issue to close"));
        assertThat(github.issues).isEmpty();
    }

    @Test
    void a_search_that_fails_opens_no_second_issue() {
        send("p1");
        provider.next(Answer.of(503, ""));

        assertThat(send("p2")).isInstanceOf(Outcome.TryAgain.class);
        assertThat(github.issues).hasSize(1);
    }

    @Test
    void a_rate_limit_is_one_whatever_its_status() {
        provider.next(
                Answer.of(200, "[]"),
                Answer.of(403, Map.of("Retry-After", "60"), "{\"message\":\"slow down\"}"),
                Answer.of(200, "[]"),
                Answer.of(403, Map.of("X-RateLimit-Remaining", "0"), "{}"));

        assertThat(send())
                .isEqualTo(
                        new Outcome.TryAgain(
                                "GitHub's rate limit", Optional.of(Duration.ofMinutes(1))));
        assertThat(send()).isEqualTo(new Outcome.TryAgain("GitHub's rate limit"));
    }

    @Test
    void nobody_is_called_by_what_a_label_says() {
        channel().send(HostileText.notification("@everyone ``` @here"));

        var issue = github.issues.getFirst();
        assertThat(issue.path("title").asString()).doesNotContain("@");
        var body = issue.path("body").asString();
        assertThat(body.indexOf("```", 7))
                .as("the end of the code")
                .isEqualTo(body.lastIndexOf("```"));
    }
}
