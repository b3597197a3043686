package tocsin.notifier.channel;

import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.delivery.Outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the end of a request means for a page, as far as HTTP itself says.
final class HttpOutcome {
    private static final int WORD_MAX = 200;

    private HttpOutcome() {}

    /// @param secret never quoted, even when the provider sends it back
    static Outcome of(Reply reply, Secret secret, Instant now) {
        return switch (reply) {
            case Reply.Answered answer -> of(answer, secret, now);
            case Reply.NotSent(var reason) -> new Outcome.TryAgain(reason);
            case Reply.Forbidden(var reason) -> new Outcome.Refused(reason);
            case Reply.Lost(var reason) -> new Outcome.Unknown(reason);
        };
    }

    /// The status, and what the provider says of a failure: a person has to mend it.
    static String reason(Reply.Answered answer, Secret secret) {
        var status = "HTTP " + answer.status();
        var word = PlainText.line(secret.blot(answer.body()), WORD_MAX);
        return answer.successful() || word.isEmpty() ? status : status + ": " + word;
    }

    /// A provider that said yes in a way it never does: it may or may not have understood.
    static Outcome odd(Reply.Answered answer, String provider, Secret secret) {
        return new Outcome.Unknown(
                "HTTP %d, but no answer of %s: %s"
                        .formatted(
                                answer.status(),
                                provider,
                                PlainText.line(secret.blot(answer.body()), WORD_MAX)));
    }

    static Optional<Duration> retryAfter(Reply.Answered answer, Instant now) {
        return answer.header("retry-after").flatMap(text -> RetryAfter.parse(text, now));
    }

    private static Outcome of(Reply.Answered answer, Secret secret, Instant now) {
        int status = answer.status();
        if (answer.successful()) {
            return new Outcome.Accepted("HTTP " + status);
        }
        if (status < 400) {
            return new Outcome.Refused("HTTP " + status + ": redirects are not followed");
        }
        var reason = reason(answer, secret);
        return switch (status) {
            case 408, 425, 429 -> new Outcome.TryAgain(reason, retryAfter(answer, now));
            case 410 -> new Outcome.Refused(reason + " (the receiver is gone for good)");
            default ->
                    status >= 500
                            ? new Outcome.TryAgain(reason, retryAfter(answer, now))
                            : new Outcome.Refused(reason);
        };
    }
}
