package tocsin.notifier.channel;

import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.channel.message.Urls;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Issues at GitHub, one for each incident: what comes later is a comment, the resolution closes
/// it. A label made of the incident's id finds it again, however long ago it was opened.
///
/// @param repository `owner/name`
/// @param token that may write issues
record GitHub(URI base, String repository, Secret token, Texts texts)
        implements HttpChannel.Provider {
    static final String BASE = "https://api.github.com";
    static final String REPOSITORY = "[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}";
    private static final int TITLE_MAX = 250;

    GitHub {
        if (!repository.matches(REPOSITORY)) {
            throw new IllegalArgumentException("spec.repository is owner/name");
        }
    }

    @Override
    public HttpRequest request(Notification notification) {
        boolean over = notification.command().kind() == Command.Kind.RESOLVED;
        var issue = notification.first();
        if (issue.isEmpty()) {
            // That something is over which nobody was told of is no reason for an issue.
            return over ? issues(notification) : open(notification);
        }
        return over ? close(issue.get()) : comment(issue.get(), notification);
    }

    /// The receipt is the issue's number.
    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        var body = Json.read(answer.body());
        if (notification.first().isPresent()) {
            return body.has("id")
                    ? new Outcome.Accepted(notification.first().get())
                    : HttpOutcome.odd(answer, "GitHub", token);
        }
        if (notification.command().kind() == Command.Kind.RESOLVED) {
            return body.isArray()
                    ? new Outcome.Accepted("there is no issue to close")
                    : HttpOutcome.odd(answer, "GitHub", token);
        }
        return number(body)
                .<Outcome>map(Outcome.Accepted::new)
                .orElseGet(() -> HttpOutcome.odd(answer, "GitHub", token));
    }

    /// Its limits are told with 403 as well as with 429.
    @Override
    public Outcome refused(Reply.Answered answer, Outcome usual, Instant now) {
        boolean limited =
                answer.status() == 403
                        && (answer.header("retry-after").isPresent()
                                || answer.header("x-ratelimit-remaining")
                                        .filter("0"::equals)
                                        .isPresent());
        return limited
                ? new Outcome.TryAgain("GitHub's rate limit", HttpOutcome.retryAfter(answer, now))
                : usual;
    }

    @Override
    public Optional<HttpRequest> lookUp(Notification notification) {
        return Optional.of(issues(notification));
    }

    @Override
    public boolean searched(Reply.Answered answer) {
        return Json.read(answer.body()).isArray();
    }

    @Override
    public Optional<String> found(Reply.Answered answer, Notification notification) {
        return Json.read(answer.body())
                .valueStream()
                .flatMap(issue -> number(issue).stream())
                .findFirst();
    }

    /// What the end of the incident was like, once it is closed.
    @Override
    public Optional<HttpRequest> afterwards(Notification notification) {
        return notification.command().kind() == Command.Kind.RESOLVED
                ? notification.first().map(issue -> comment(issue, notification))
                : Optional.empty();
    }

    private HttpRequest issues(Notification notification) {
        var query = "?state=all&per_page=1&labels=" + Urls.encoded(Ticket.key(notification));
        return authorized(HttpRequest.get(Urls.under(base, path("") + query)));
    }

    private HttpRequest open(Notification notification) {
        var headline = notification.message().headline(notification.command().service());
        var body =
                Map.of(
                        "title", quiet(PlainText.line(headline, TITLE_MAX)),
                        "body", text(notification),
                        "labels", List.of("incident", Ticket.key(notification)));
        return post("", body);
    }

    private HttpRequest comment(String issue, Notification notification) {
        return post("/" + issue + "/comments", Map.of("body", text(notification)));
    }

    private HttpRequest close(String issue) {
        return post("/" + issue, Map.of("state", "closed", "state_reason", "completed"))
                .as("PATCH");
    }

    /// As code: in it nobody is mentioned and nothing is a link or a reference.
    private String text(Notification notification) {
        var text = texts.of(Layout.MAIL_TEXT, notification).replace("```", "'''");
        var links = new StringBuilder();
        Urls.links(notification.message())
                .values()
                .forEach(url -> links.append("\n<").append(url).append('>'));
        return "```text\n" + text + "\n```\n" + links;
    }

    /// A title calls people too.
    private static String quiet(String line) {
        return line.replace("@", "(at)");
    }

    private static Optional<String> number(JsonNode issue) {
        return Optional.of(issue.path("number").asInt(0))
                .filter(number -> number > 0)
                .map(number -> Integer.toString(number));
    }

    private HttpRequest post(String below, Map<String, Object> body) {
        return authorized(HttpRequest.json(Urls.under(base, path(below)), Json.text(body)));
    }

    private String path(String below) {
        return "/repos/" + repository + "/issues" + below;
    }

    private HttpRequest authorized(HttpRequest request) {
        return request.with("Authorization", "Bearer " + token.value())
                .with("Accept", "application/vnd.github+json")
                .with("X-GitHub-Api-Version", "2022-11-28");
    }
}
