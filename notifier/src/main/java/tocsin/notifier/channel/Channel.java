package tocsin.notifier.channel;

import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.time.Instant;

/// One way to reach a person. Answers within a bounded time and never throws on what a provider
/// does; safe for many threads.
@FunctionalInterface
public interface Channel {
    /// The answer to a message that a channel has no place for.
    Outcome NOTHING = new Outcome.Accepted("nothing to be shown there");

    /// Makes one request. The page id is its identity: a provider that knows it takes a repeated
    /// request for the same one.
    Outcome send(Notification notification);

    /// What channels share that belong to the same account at the same provider: when one does not
    /// work, none does, and they are asked again together. Unless it is known, a channel shares
    /// nothing.
    ///
    /// @param channel a name
    /// @param now which definitions say what that is
    default String provider(String channel, Instant now) {
        return channel;
    }
}
