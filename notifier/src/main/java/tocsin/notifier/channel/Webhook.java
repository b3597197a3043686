package tocsin.notifier.channel;

import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.delivery.Notification;
import tocsin.runtime.WebhookSignature;

import java.net.URI;
import java.time.InstantSource;
import java.util.regex.Pattern;

/// Notifications as JSON, signed, to a URL of the operator's choice.
///
/// @param secret what it signs with
record Webhook(URI url, Secret secret, InstantSource clock) implements HttpChannel.Provider {
    private static final Pattern TRACE =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    @Override
    public boolean shows(Notification notification) {
        return true;
    }

    @Override
    public HttpRequest request(Notification notification) {
        var id = notification.page();
        var now = clock.instant();
        var body = MessageBody.json(notification);
        var request = HttpRequest.json(url, body);
        var trace = notification.command().source().trace();
        return (TRACE.matcher(trace).matches() ? request.with("traceparent", trace) : request)
                .with("Idempotency-Key", id)
                .with("webhook-id", id)
                .with("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .with("webhook-signature", WebhookSignature.of(secret.key(), id, now, body));
    }
}
