package tocsin.notifier.delivery;

import java.time.Duration;
import java.util.Optional;

/// What a channel answers to one request.
public sealed interface Outcome {
    /// The provider took it and calls it `receipt`.
    record Accepted(String receipt) implements Outcome {}

    /// It did not arrive, or not now; `after` is how long the provider asks to be left alone.
    record TryAgain(String reason, Optional<Duration> after) implements Outcome {
        public TryAgain(String reason) {
            this(reason, Optional.empty());
        }
    }

    /// The same request will never be taken.
    record Refused(String reason) implements Outcome {}

    /// It may have arrived or not.
    record Unknown(String reason) implements Outcome {}
}
