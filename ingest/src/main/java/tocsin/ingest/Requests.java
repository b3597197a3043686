package tocsin.ingest;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import tocsin.schemas.identity.TraceContext;

import java.util.Locale;
import java.util.Optional;

/// What receivers read from a request's headers.
final class Requests {
    private static final String TRACE = "trace";

    private Requests() {}

    /// The content type in lower case and without blanks.
    static String contentType(Context context) {
        return Optional.ofNullable(context.contentType())
                .orElse("")
                .replace(" ", "")
                .toLowerCase(Locale.ROOT);
    }

    /// The content type without its parameters.
    static String mediaType(Context context) {
        var type = contentType(context);
        int end = type.indexOf(';');
        return end < 0 ? type : type.substring(0, end);
    }

    /// The content encoding in lower case; empty for none.
    static String encoding(Context context) {
        var encoding =
                Optional.ofNullable(context.header("Content-Encoding"))
                        .orElse("")
                        .strip()
                        .toLowerCase(Locale.ROOT);
        return encoding.equals("identity") ? "" : encoding;
    }

    /// Why the body cannot be JSON, if it cannot.
    static Optional<String> notJson(Context context) {
        return mediaType(context).equals("application/json")
                ? encoded(context)
                : Optional.of("the content type has to be application/json");
    }

    /// Why the body cannot be read as it stands, if it cannot.
    static Optional<String> encoded(Context context) {
        return encoding(context).isEmpty()
                ? Optional.empty()
                : Optional.of("the content must not be encoded");
    }

    /// The trace context that the sender gave.
    static Optional<String> sentTrace(Context context) {
        return Optional.ofNullable(context.header("traceparent")).flatMap(TraceContext::of);
    }

    /// Keeps the trace context of what this request leads to.
    static void trace(Context context, @Nullable String traceparent) {
        context.attribute(TRACE, traceparent);
    }

    /// The trace context of what this request leads to.
    static Optional<String> trace(Context context) {
        return Optional.ofNullable(context.attribute(TRACE));
    }
}
