package tocsin.ingest;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all receivers have in common: they are timed, they refuse while ingest stops, and they
/// never answer 2xx without Kafka's acknowledgement.
final class Endpoint implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final int TOO_LARGE = 413;
    private static final String RETRY_SECONDS = "5";

    private final Receiver receiver;
    private final Gate gate;
    private final IngestMeters meters;

    Endpoint(Receiver receiver, Gate gate, IngestMeters meters) {
        this.receiver = receiver;
        this.gate = gate;
        this.meters = meters;
    }

    @Override
    public void handle(Context context) {
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
