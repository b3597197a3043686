package tocsin.notifier.channel;

import tocsin.notifier.delivery.Outcome;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

/// What a status, or the lack of one, means for a page.
final class HttpOutcome {
    private HttpOutcome() {}

    static Outcome of(ResponseInfo answer, Instant now) {
        int status = answer.statusCode();
        var reason = "HTTP " + status;
        if (status >= 200 && status < 300) {
            return new Outcome.Accepted(reason);
        }
        if (status >= 300 && status < 400) {
            return new Outcome.Refused(reason + ": redirects are not followed");
        }
        return switch (status) {
            case 408, 425, 429 -> tryAgain(answer, reason, now);
            case 410 -> new Outcome.Refused(reason + ": the receiver is gone for good");
            default -> status >= 500 ? tryAgain(answer, reason, now) : new Outcome.Refused(reason);
        };
    }

    /// A call that ended without a status. Only a failure before the request could be written is
    /// certain not to have arrived.
    static Outcome of(Throwable failure) {
        return switch (root(failure)) {
            case TimeoutException _ -> new Outcome.Unknown("no answer in time");
            case HttpConnectTimeoutException _ -> new Outcome.TryAgain("no connection in time");
            case ConnectException _ -> new Outcome.TryAgain("no connection");
            case UnknownHostException _ -> new Outcome.TryAgain("the host has no address");
            case UnresolvedAddressException _ -> new Outcome.TryAgain("the host has no address");
            case SSLHandshakeException _ -> new Outcome.TryAgain("TLS handshake failed");
            case IOException cut -> new Outcome.Unknown("cut off: " + name(cut));
            case Throwable other -> new Outcome.Unknown("failed: " + name(other));
        };
    }

    private static Outcome tryAgain(ResponseInfo answer, String reason, Instant now) {
        return new Outcome.TryAgain(
                reason,
                answer.headers()
                        .firstValue("Retry-After")
                        .flatMap(text -> RetryAfter.parse(text, now)));
    }

    private static Throwable root(Throwable failure) {
        return failure instanceof ExecutionException || failure instanceof CompletionException
                ? Optional.ofNullable(failure.getCause()).orElse(failure)
                : failure;
    }

    /// The message of such a failure may quote the address with its query, which may hold a token.
    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
