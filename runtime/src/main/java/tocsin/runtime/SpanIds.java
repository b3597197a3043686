package tocsin.runtime;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.IdGenerator;

import tocsin.schemas.identity.Ids;

import java.util.function.Supplier;

/// Random ids, but for spans of something that has an identity.
final class SpanIds implements IdGenerator {
    private static final int SPAN_DIGITS = 16;

    private final IdGenerator random = IdGenerator.random();
    private final ThreadLocal<String> identity = ThreadLocal.withInitial(() -> "");

    /// The span that `start` begins, with ids that follow from `what`.
    Span of(String what, Supplier<Span> start) {
        identity.set(what);
        try {
            return start.get();
        } finally {
            identity.remove();
        }
    }

    @Override
    public String generateSpanId() {
        var what = identity.get();
        return what.isEmpty()
                ? random.generateSpanId()
                : Ids.hex("span", what).substring(0, SPAN_DIGITS);
    }

    @Override
    public String generateTraceId() {
        var what = identity.get();
        return what.isEmpty() ? random.generateTraceId() : Ids.hex("trace", what);
    }
}
