package tocsin.schemas.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/// The `traceparent` header of W3C Trace Context.
public final class TraceContext {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceContext() {}

    /// The header as it came if it has the shape of one; anything else is as good as none.
    public static Optional<String> of(String header) {
        return SHAPE.matcher(header).matches() ? Optional.of(header) : Optional.empty();
    }
}
