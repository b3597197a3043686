package tocsin.runtime;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.jspecify.annotations.Nullable;

import tocsin.schemas.Envelope;
import tocsin.schemas.identity.TraceContext;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Spans of what Tocsin does. Where they are off, none is made, and the trace context of a cause
/// goes on to its effects as it came.
public final class Traces implements AutoCloseable {
    private static final String SCOPE = "tocsin";
    private static final int CLOSE_SECONDS = 3;

    /// Makes no spans.
    public static final Traces OFF = new Traces(TracerProvider.noop().get(SCOPE), new SpanIds());

    private final Tracer tracer;
    private final SpanIds ids;
    private final Optional<SdkTracerProvider> provider;

    private Traces(Tracer tracer, SpanIds ids) {
        this.tracer = tracer;
        this.ids = ids;
        provider = Optional.empty();
    }

    private Traces(SdkTracerProvider provider, SpanIds ids) {
        this.tracer = provider.get(SCOPE);
        this.ids = ids;
        this.provider = Optional.of(provider);
    }

    /// Makes spans, and hands those that have ended to `processor`.
    ///
    /// @param service the name of this process among those that send
    /// @param ratio share of the traces begun here that are recorded
    public static Traces to(SpanProcessor processor, String service, double ratio) {
        JdkLogs.useOurs();
        var ids = new SpanIds();
        var provider =
                SdkTracerProvider.builder()
                        .setResource(
                                Resource.create(
                                        Attributes.builder()
                                                .put("service.name", service)
                                                .put("service.namespace", SCOPE)
                                                .build()))
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                        .setIdGenerator(ids)
                        .addSpanProcessor(processor)
                        .build();
        return new Traces(provider, ids);
    }

    /// Begins a span of what happens now.
    ///
    /// @param parent trace context of its cause; without one it begins a trace
    public Span start(String name, SpanKind kind, @Nullable String parent) {
        return tracer.spanBuilder(name).setSpanKind(kind).setParent(context(parent)).startSpan();
    }

    /// Records that something was decided. The span's id follows from what was decided, so that
    /// deciding it again after a crash, or in a replay, makes the same span and the same bytes.
    ///
    /// @param first of the values that were decided together, with the cause they have in common
    /// @param prefix of the topics
    /// @param what tells more of it
    /// @return the trace context for all these values
    public @Nullable String decided(Envelope first, String prefix, Attributes what) {
        var cause = first.getCause();
        if (provider.isEmpty() || cause == null) {
            return first.getTrace();
        }
        boolean timer = !cause.getTimer().isEmpty();
        var topic = prefix + cause.getTopic();
        var builder =
                tracer.spanBuilder(timer ? "fire timer" : "process " + topic)
                        .setSpanKind(timer ? SpanKind.INTERNAL : SpanKind.CONSUMER)
                        .setParent(context(first.getTrace()))
                        .setAllAttributes(what);
        if (timer) {
            builder.setAttribute("tocsin.timer", cause.getTimer());
        } else {
            builder.setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.operation.name", "process")
                    .setAttribute("messaging.operation.type", "process")
                    .setAttribute("messaging.destination.name", topic)
                    .setAttribute(
                            "messaging.destination.partition.id",
                            Integer.toString(cause.getPartition()))
                    .setAttribute("messaging.kafka.offset", cause.getOffset());
        }
        var span = ids.of(first.getId(), builder::startSpan);
        span.end();
        return traceparent(span);
    }

    /// The trace context that what `span` leads to has to carry; none where there is no trace.
    public static @Nullable String traceparent(Span span) {
        var context = span.getSpanContext();
        return context.isValid()
                ? "00-%s-%s-%s"
                        .formatted(
                                context.getTraceId(),
                                context.getSpanId(),
                                context.getTraceFlags().asHex())
                : null;
    }

    private static Context context(@Nullable String traceparent) {
        return Optional.ofNullable(traceparent)
                .flatMap(TraceContext::of)
                .map(parent ->
                        SpanContext.createFromRemoteParent(
                                parent.substring(3, 35),
                                parent.substring(36, 52),
                                TraceFlags.fromHex(parent, 53),
                                TraceState.getDefault()))
                .map(parent -> Context.root().with(Span.wrap(parent)))
                .orElse(Context.root());
    }

    /// Sends what has not been sent yet, for three seconds at most.
    @Override
    public void close() {
        provider.ifPresent(open -> open.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS));
    }
}
