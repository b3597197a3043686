package tocsin.ingest;

import io.javalin.http.Context;

import tocsin.ingest.alertmanager.Alert;
import tocsin.ingest.alertmanager.AlertReader;
import tocsin.ingest.alertmanager.AlertsResult;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// `POST /api/v2/alerts`, as an Alertmanager answers it. Good alerts of a mixed batch are kept and
/// the answer is still 400.
final class AlertsReceiver implements Receiver {
    /// What Alertmanager's generated server says where a required field is missing.
    private static final int REQUIRED = 602;

    private final Publisher publisher;
    private final InstantSource clock;
    private final IngestMeters meters;

    AlertsReceiver(Publisher publisher, InstantSource clock, IngestMeters meters) {
        this.publisher = publisher;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public void receive(Context context) throws PublishException {
        var notJson = Requests.notJson(context);
        if (notJson.isPresent()) {
            meters.rejected(name(), "content_type", 1);
            refuse(context, 415, notJson.get());
            return;
        }
        switch (StrictJson.parse(context.bodyAsBytes())) {
            case StrictJson.Parsed.Unreadable(var reason) -> {
                meters.rejected(name(), "malformed", 1);
                refuse(context, 400, reason);
            }
            case StrictJson.Parsed.Tree(var root) ->
                    answer(context, AlertReader.read(root, clock.instant()));
        }
    }

    private void answer(Context context, AlertsResult result) throws PublishException {
        switch (result) {
            case AlertsResult.Malformed(int alerts, var problems) -> {
                meters.rejected(name(), "malformed", alerts);
                refuse(context, 400, String.join("; ", problems));
            }
            case AlertsResult.Incomplete(int alerts, var problems) -> {
                meters.rejected(name(), "incomplete", alerts);
                answer(context, 422, REQUIRED, String.join("; ", problems));
            }
            case AlertsResult.TooMany(int alerts, int limit) -> {
                meters.rejected(name(), "too_many", alerts);
                refuse(context, 413, "%d alerts, at most %d".formatted(alerts, limit));
            }
            case AlertsResult.Read(var alerts, int refused, var problems) ->
                    keep(context, alerts, refused, problems);
        }
    }

    private void keep(Context context, List<Alert> alerts, int refused, List<String> problems)
            throws PublishException {
        var trace = Requests.trace(context);
        publisher.publish(alerts.stream().map(alert -> Mapping.alert(alert, trace)).toList());
        if (problems.isEmpty()) {
            context.status(200);
            return;
        }
        meters.rejected(name(), "invalid", refused);
        context.status(400)
                .contentType("application/json")
                .result(StrictJson.write(String.join("; ", problems)));
    }

    @Override
    public void refuse(Context context, int status, String message) {
        answer(context, status, status, message);
    }

    private static void answer(Context context, int status, int code, String message) {
        context.status(status)
                .contentType("application/json")
                .result(StrictJson.write(Map.of("code", code, "message", message)));
    }
}
