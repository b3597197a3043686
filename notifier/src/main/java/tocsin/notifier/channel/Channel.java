package tocsin.notifier.channel;

import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

/// One way to reach a person. Answers within a bounded time and never throws on what a provider
/// does; safe for many threads.
@FunctionalInterface
public interface Channel {
    /// The answer to a message that a channel has no place for.
    Outcome NOTHING = new Outcome.Accepted("nothing to be shown there");

    /// Makes one request. The page id is its identity: a provider that knows it takes a repeated
    /// request for the same one.
    Outcome send(Notification notification);
}
