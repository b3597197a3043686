package tocsin.notifier.delivery;

import java.time.Instant;

/// A fact about a page's way to its target. In order, a page's steps are the whole history; where
/// it stands is what they add up to. `Started` is on the log before the call it speaks of is made.
public sealed interface Step {
    String page();

    Instant at();

    /// A step that belongs to one request to one channel.
    sealed interface Attempt extends Step {
        /// Number of the request, from 1, over all channels.
        int attempt();

        String channel();
    }

    /// The last step of a page: nothing is sent after it.
    sealed interface End extends Step {}

    /// The command was read.
    record Queued(String page, Instant at) implements Step {}

    /// A call is about to be made.
    record Started(String page, Instant at, int attempt, String channel) implements Attempt {}

    /// The provider took it.
    record Accepted(String page, Instant at, int attempt, String channel, String receipt)
            implements Attempt, End {}

    /// Not now; this channel not before `until`.
    record Retry(String page, Instant at, int attempt, String channel, Instant until, String reason)
            implements Attempt {}

    /// This channel will never take it.
    record Refused(String page, Instant at, int attempt, String channel, String reason)
            implements Attempt {}

    /// The call was cut: it may have arrived or not.
    record OutcomeUnknown(String page, Instant at, int attempt, String channel, String reason)
            implements Attempt {}

    /// No channel is left.
    record Undeliverable(String page, Instant at, String reason) implements End {}

    /// Taken back, superseded or too old.
    record Withdrawn(String page, Instant at, String reason) implements End {}
}
