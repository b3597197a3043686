package tocsin.notifier.channel.http;

import java.util.Map;
import java.util.Optional;

/// How a request ended.
public sealed interface Reply {
    /// It was answered.
    ///
    /// @param headers names in lower case
    /// @param body what came of it; how much at most, its request says
    /// @param whole whether that is all of it; else it was cut off, too long or too slow
    record Answered(int status, Map<String, String> headers, String body, boolean whole)
            implements Reply {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        public boolean successful() {
            return status >= 200 && status < 300;
        }
    }

    /// Nothing of it was written.
    record NotSent(String reason) implements Reply {}

    /// It may not be sent there.
    record Forbidden(String reason) implements Reply {}

    /// It may have arrived or not.
    record Lost(String reason) implements Reply {}
}
