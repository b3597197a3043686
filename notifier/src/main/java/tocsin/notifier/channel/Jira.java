package tocsin.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.channel.message.Urls;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Issues in Jira, one for each incident: what comes later is a comment, the resolution moves it
/// along. A label made of the incident's id finds it again.
///
/// @param token of the user in Jira Cloud, or a personal access token of Jira Data Center
record Jira(URI base, Board board, Secret token, Texts texts) implements HttpChannel.Provider {
    static final String PROJECT = "[A-Z][A-Z0-9_]{1,79}";
    static final String TRANSITION = "[0-9]{1,10}";
    private static final String ISSUE = "[A-Z][A-Z0-9_]{1,79}-[0-9]{1,12}";
    private static final int SUMMARY_MAX = 250;

    /// Where the issues go.
    ///
    /// @param issueType its name
    /// @param user whom the token belongs to: then it is Jira Cloud; empty in Jira Data Center
    /// @param transition id of what a resolution does to an issue; empty: a comment is all
    record Board(String project, String issueType, String user, String transition) {
        Board {
            if (!project.matches(PROJECT)) {
                throw new IllegalArgumentException("spec.project is a project's key, such as OPS");
            }
            if (!transition.isEmpty() && !transition.matches(TRANSITION)) {
                throw new IllegalArgumentException("spec.transition is a transition's id");
            }
        }
    }

    @Override
    public HttpRequest request(Notification notification) {
        var issue = notification.first();
        if (issue.isEmpty()) {
            // That something is over which nobody was told of is no reason for an issue.
            return over(notification) ? issues(notification, "") : open(notification);
        }
        return moves(notification)
                ? post(
                        "/" + key(issue.get()) + "/transitions",
                        Map.of("transition", Map.of("id", board.transition)))
                : comment(issue.get(), notification);
    }

    /// The receipt is the issue's key.
    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        var body = Json.read(answer.body());
        var issue = notification.first();
        if (issue.isPresent()) {
            // A transition is answered with nothing at all.
            return body.has("id") || (moves(notification) && answer.body().isBlank())
                    ? new Outcome.Accepted(issue.get())
                    : HttpOutcome.odd(answer, "Jira", token);
        }
        if (over(notification)) {
            return body.path("issues").isArray()
                    ? new Outcome.Accepted("there is no issue to close")
                    : HttpOutcome.odd(answer, "Jira", token);
        }
        return Optional.of(body.path("key").asString(""))
                .filter(key -> key.matches(ISSUE))
                .<Outcome>map(Outcome.Accepted::new)
                .orElseGet(() -> HttpOutcome.odd(answer, "Jira", token));
    }

    @Override
    public Optional<HttpRequest> lookUp(Notification notification) {
        return Optional.of(issues(notification, ""));
    }

    @Override
    public boolean searched(Reply.Answered answer) {
        return Json.read(answer.body()).path("issues").isArray();
    }

    @Override
    public Optional<String> found(Reply.Answered answer, Notification notification) {
        return Json.read(answer.body())
                .path("issues")
                .valueStream()
                .map(issue -> issue.path("key").asString(""))
                .filter(key -> key.matches(ISSUE))
                .findFirst();
    }

    /// A transition cannot be made twice.
    @Override
    public Optional<HttpRequest> question(Notification notification) {
        return moves(notification)
                ? Optional.of(issues(notification, " AND statusCategory = Done"))
                : Optional.empty();
    }

    @Override
    public Optional<String> arrived(Reply.Answered answer, Notification notification) {
        return found(answer, notification);
    }

    /// What the end of the incident was like, once the issue is closed.
    @Override
    public Optional<HttpRequest> afterwards(Notification notification) {
        return moves(notification)
                ? notification.first().map(issue -> comment(issue, notification))
                : Optional.empty();
    }

    private HttpRequest issues(Notification notification, String condition) {
        var jql =
                "project = \"%s\" AND labels = \"%s\"%s ORDER BY created DESC"
                        .formatted(board.project, Ticket.key(notification), condition);
        var path = board.user.isEmpty() ? "/rest/api/2/search" : "/rest/api/2/search/jql";
        var query = "?fields=status&maxResults=1&jql=" + Urls.encoded(jql);
        return authorized(HttpRequest.get(Urls.under(base, path + query)));
    }

    private HttpRequest open(Notification notification) {
        var headline = notification.message().headline(notification.command().service());
        return post(
                "",
                Map.of(
                        "fields",
                        Map.of(
                                "project", Map.of("key", board.project),
                                "issuetype", Map.of("name", board.issueType),
                                "summary", PlainText.line(headline, SUMMARY_MAX),
                                "description", text(notification),
                                "labels", List.of("incident", Ticket.key(notification)))));
    }

    private HttpRequest comment(String issue, Notification notification) {
        return post("/" + key(issue) + "/comment", Map.of("body", text(notification)));
    }

    /// Without markup: in it nobody is mentioned, nothing is embedded and nothing is a reference.
    private String text(Notification notification) {
        var text = texts.of(Layout.MAIL_TEXT, notification).replace("{", "(").replace("}", ")");
        var links = new StringBuilder();
        Urls.links(notification.message()).values().forEach(url -> links.append('\n').append(url));
        return "{noformat}\n" + text + "\n{noformat}" + links;
    }

    /// It becomes part of a path.
    private static String key(String receipt) {
        if (!receipt.matches(ISSUE)) {
            throw new IllegalArgumentException("the receipt is no issue's key");
        }
        return receipt;
    }

    private boolean moves(Notification notification) {
        return over(notification) && !board.transition.isEmpty();
    }

    private static boolean over(Notification notification) {
        return notification.command().kind() == Command.Kind.RESOLVED;
    }

    private HttpRequest post(String below, Map<String, Object> body) {
        return authorized(
                HttpRequest.json(Urls.under(base, "/rest/api/2/issue" + below), Json.text(body)));
    }

    private HttpRequest authorized(HttpRequest request) {
        if (board.user.isEmpty()) {
            return request.with("Authorization", "Bearer " + token.value());
        }
        var credentials = (board.user + ":" + token.value()).getBytes(UTF_8);
        return request.with(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
}
