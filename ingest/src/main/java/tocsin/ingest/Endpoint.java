package tocsin.ingest;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.runtime.Traces;

/// What all receivers have in common: they are timed and traced, they refuse while ingest stops,
/// and they never answer 2xx without Kafka's acknowledgement.
final class Endpoint implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final int TOO_LARGE = 413;
    private static final int SERVER_ERROR = 500;
    private static final String RETRY_SECONDS = "5";

    private final String route;
    private final Receiver receiver;
    private final Gate gate;
    private final IngestMeters meters;
    private final Traces traces;

    Endpoint(String route, Receiver receiver, Gate gate, IngestMeters meters, Traces traces) {
        this.route = route;
        this.receiver = receiver;
        this.gate = gate;
        this.meters = meters;
        this.traces = traces;
    }

    @Override
    public void handle(Context context) {
        var span =
                traces.start(
                                "POST " + route,
                                SpanKind.SERVER,
                                Requests.sentTrace(context).orElse(null))
                        .setAttribute("http.request.method", "POST")
                        .setAttribute("http.route", route)
                        .setAttribute("url.path", route)
                        .setAttribute("url.scheme", context.scheme());
        Requests.trace(context, Traces.traceparent(span));
        try {
            timed(context);
            span.setAttribute("http.response.status_code", context.statusCode());
            if (context.statusCode() >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR)
                        .setAttribute("error.type", Integer.toString(context.statusCode()));
            }
        } finally {
            span.end();
        }
    }

    private void timed(Context context) {
        var sample = meters.start();
        if (gate.enter()) {
            try {
                receive(context);
            } finally {
                gate.leave();
            }
        } else {
            unavailable(context, "stopping", "ingest is stopping");
        }
        meters.answered(sample, receiver.name(), context.statusCode());
    }

    private void receive(Context context) {
        try {
            receiver.receive(context);
        } catch (PublishException e) {
            LOG.warn("{} not written: {}", receiver.name(), e.getMessage());
            unavailable(context, "kafka", "not written: " + e.getMessage());
        } catch (HttpResponseException e) {
            if (e.getStatus() != TOO_LARGE) {
                throw e;
            }
            meters.rejected(receiver.name(), "body_too_large", 1);
            receiver.refuse(context, TOO_LARGE, "the body is too large; send smaller batches");
        }
    }

    private void unavailable(Context context, String reason, String message) {
        meters.rejected(receiver.name(), reason, 1);
        context.header("Retry-After", RETRY_SECONDS);
        receiver.refuse(context, 503, message);
    }
}
