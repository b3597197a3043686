package tocsin.notifier.channel;

import tocsin.notifier.channel.http.Http;
import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// A channel whose provider takes each notification in one HTTP request. Before a repeated one the
/// provider is asked whether it has it already, where it can tell.
final class HttpChannel implements Channel {
    /// What is particular to a provider. All that it quotes of its provider is blotted.
    interface Provider {
        HttpRequest request(Notification notification);

        /// Whether it has a place for that. Where it has not, nothing is sent.
        default boolean shows(Notification notification) {
            var kind = notification.command().kind();
            return kind != Command.Kind.ACKNOWLEDGED && kind != Command.Kind.CHANGED;
        }

        /// Whether that makes a phone ring: then nothing quiet goes there.
        default boolean rings(Command.Kind kind) {
            return false;
        }

        /// What a 2xx answer says; many providers say no with one.
        default Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
            return new Outcome.Accepted("HTTP " + answer.status());
        }

        /// What an answer of 3xx, 4xx or 5xx says, where a provider has ways of its own.
        default Outcome refused(Reply.Answered answer, Outcome usual, Instant now) {
            return usual;
        }

        /// Looks for what earlier messages about this incident made, when its receipt is not known
        /// here: before the first message, or once it is forgotten.
        default Optional<HttpRequest> lookUp(Notification notification) {
            return Optional.empty();
        }

        /// Whether that is an answer to the search at all.
        default boolean searched(Reply.Answered answer) {
            return true;
        }

        /// The receipt of what was looked for, if the answer shows it.
        default Optional<String> found(Reply.Answered answer, Notification notification) {
            return Optional.empty();
        }

        /// Whether it is a chat that neither knows a repeated request nor can be asked: then only
        /// what wakes somebody is sent again when nobody knows whether it has arrived.
        default boolean forgets() {
            return false;
        }

        /// Asks whether an earlier request for this page has arrived.
        default Optional<HttpRequest> question(Notification notification) {
            return Optional.empty();
        }

        /// The receipt of the earlier request, if the answer shows that it has arrived.
        default Optional<String> arrived(Reply.Answered answer, Notification notification) {
            return Optional.empty();
        }

        /// Brings up to date what an earlier message said, once this one is accepted. Whether it
        /// works changes nothing: the notification has arrived.
        default Optional<HttpRequest> afterwards(Notification notification) {
            return Optional.empty();
        }
    }

    /// What every call needs.
    ///
    /// @param deadline for everything that one notification takes
    record Line(Http http, Duration deadline, InstantSource clock) {
        /// Time for one notification, unless a test has less.
        static final Duration DEADLINE = Duration.ofSeconds(10);
    }

    private static final Outcome UNSURE =
            new Outcome.Accepted("it may have arrived before, and is not sent again");

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
        long end = System.nanoTime() + line.deadline.toNanos();
        try {
            if (!provider.shows(notification)) {
                return NOTHING;
            }
            if (notification.command().quiet() && provider.rings(notification.command().kind())) {
                return new Outcome.Refused("it rings, and this is no reason to");
            }
            if (notification.repeat()
                    && provider.forgets()
                    && !notification.command().kind().wakes()) {
                return UNSURE;
            }
            if (notification.repeat()) {
                var arrived = arrived(notification, end);
                if (arrived.isPresent()) {
                    return new Outcome.Accepted(arrived.get());
                }
            }
            var search =
                    notification.first().isEmpty()
                            ? provider.lookUp(notification)
                            : Optional.<HttpRequest>empty();
            return search.isEmpty()
                    ? tell(notification, end)
                    : tellAfter(search.get(), notification, end);
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    /// A search without an answer is no reason to begin anew: it may be there.
    private Outcome tellAfter(HttpRequest search, Notification notification, long end) {
        var reply = call(search, end);
        if (reply instanceof Reply.Answered answer && answer.successful()) {
            if (!answer.whole() || !provider.searched(answer)) {
                return new Outcome.TryAgain("the answer to a search is cut off, too long or none");
            }
            return tell(
                    provider.found(answer, notification)
                            .map(notification::following)
                            .orElse(notification),
                    end);
        }
        return unsuccessful(reply) instanceof Outcome.Unknown(var reason)
                ? new Outcome.TryAgain(reason)
                : unsuccessful(reply);
    }

    private Outcome tell(Notification notification, long end) {
        var outcome = request(notification, end);
        if (outcome instanceof Outcome.Accepted) {
            provider.afterwards(notification).ifPresent(request -> call(request, end));
        }
        return outcome;
    }

    private Outcome unsuccessful(Reply reply) {
        var now = line.clock.instant();
        var usual = HttpOutcome.of(reply, secret, now);
        return reply instanceof Reply.Answered answer
                ? provider.refused(answer, usual, now)
                : usual;
    }

    private Optional<String> arrived(Notification notification, long end) {
        return provider.question(notification)
                .flatMap(question ->
                        call(question, end) instanceof Reply.Answered answer && answer.successful()
                                ? provider.arrived(answer, notification)
                                : Optional.empty());
    }

    private Outcome request(Notification notification, long end) {
        var reply = call(provider.request(notification), end);
        return reply instanceof Reply.Answered answer && answer.successful()
                ? provider.taken(answer, notification, line.clock.instant())
                : unsuccessful(reply);
    }

    private Reply call(HttpRequest request, long end) {
        var left = Duration.ofNanos(end - System.nanoTime());
        return left.isPositive()
                ? line.http.call(request, left)
                : new Reply.NotSent("no time left");
    }
}
