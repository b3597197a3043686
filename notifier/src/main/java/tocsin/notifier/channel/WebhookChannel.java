package tocsin.notifier.channel;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Posts notifications, signed, to a URL that an operator gave. The status decides; of the body at
/// most 64 KiB are read and nothing is kept.
public final class WebhookChannel implements Channel {
    /// Time for one whole call, the body of the answer included.
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final URI url;
    private final Secret secret;
    private final HttpClient client;
    private final Duration deadline;
    private final InstantSource clock;

    WebhookChannel(
            URI url, Secret secret, HttpClient client, Duration deadline, InstantSource clock) {
        this.url = url;
        this.secret = secret;
        this.client = client;
        this.deadline = deadline;
        this.clock = clock;
    }

    /// A client as this channel needs it; may be shared by many.
    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    @Override
    public Outcome send(Notification notification) {
        var seen = new AtomicReference<@Nullable ResponseInfo>();
        BodyHandler<Void> body =
                answer -> {
                    seen.set(answer);
                    return BodySubscribers.limiting(BodySubscribers.discarding(), ANSWER_BYTES_MAX);
                };
        var call = client.sendAsync(request(notification), body);
        try {
            call.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return HttpOutcome.of(requireNonNull(seen.get()), clock.instant());
        } catch (ExecutionException | TimeoutException e) {
            call.cancel(true);
            return outcome(seen.get(), e);
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return outcome(seen.get(), e);
        }
    }

    private Outcome outcome(@Nullable ResponseInfo seen, Exception failure) {
        return seen == null ? HttpOutcome.of(failure) : HttpOutcome.of(seen, clock.instant());
    }

    private HttpRequest request(Notification notification) {
        var id = notification.page();
        var now = clock.instant();
        var body = MessageBody.json(notification);
        var request =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Tocsin")
                        .header("Idempotency-Key", id)
                        .header("webhook-id", id)
                        .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                        .header("webhook-signature", Signature.of(secret, id, now, body))
                        .POST(BodyPublishers.ofByteArray(body));
        var trace = notification.command().source().trace();
        return (trace.isEmpty() ? request : request.header("traceparent", trace)).build();
    }
}
