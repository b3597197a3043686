package tocsin.notifier.channel;

import tocsin.notifier.channel.http.Http;
import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.time.Duration;
import java.time.InstantSource;

/// A channel whose provider takes each notification in one HTTP request.
final class HttpChannel implements Channel {
    /// What is particular to a provider.
    interface Provider {
        HttpRequest request(Notification notification);

        /// What a 2xx answer says; many providers say no with one.
        default Outcome taken(Reply.Answered answer) {
            return new Outcome.Accepted("HTTP " + answer.status());
        }
    }

    /// What every call needs.
    ///
    /// @param deadline for one whole call, the body of the answer included
    record Line(Http http, Duration deadline, InstantSource clock) {
        /// Time for one whole call, unless a test has less.
        static final Duration DEADLINE = Duration.ofSeconds(10);
    }

    private final Provider provider;
    private final Secret secret;
    private final Line line;

    HttpChannel(Provider provider, Secret secret, Line line) {
        this.provider = provider;
        this.secret = secret;
        this.line = line;
    }

    @Override
    public Outcome send(Notification notification) {
        HttpRequest request;
        try {
            request = provider.request(notification);
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
        var reply = line.http.call(request, line.deadline);
        return reply instanceof Reply.Answered answer && answer.successful()
                ? provider.taken(answer)
                : HttpOutcome.of(reply, secret, line.clock.instant());
    }
}
