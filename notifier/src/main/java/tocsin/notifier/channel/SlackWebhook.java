package tocsin.notifier.channel;

import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// A Slack incoming webhook: no threads, no edits, and a message whose answer was lost cannot be
/// found again, so it says that it may be one.
///
/// @param url is the secret
record SlackWebhook(URI url, Secret secret, Texts texts) implements HttpChannel.Provider {
    @Override
    public HttpRequest request(Notification notification) {
        return HttpRequest.json(
                url, Json.text(Map.of("text", texts.of(Layout.SLACK, notification))));
    }

    @Override
    public boolean forgets() {
        return true;
    }

    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        return answer.body().strip().equals("ok")
                ? new Outcome.Accepted("ok")
                : HttpOutcome.odd(answer, "Slack", secret);
    }

    /// Without the URL.
    @Override
    public String toString() {
        return "SlackWebhook";
    }
}
