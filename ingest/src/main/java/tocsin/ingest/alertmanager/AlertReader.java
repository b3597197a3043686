package tocsin.ingest.alertmanager;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Reads the body of `POST /api/v2/alerts`.
public final class AlertReader {
    /// Most alerts of one request.
    public static final int MAX_ALERTS = 10_000;

    private AlertReader() {}

    /// Reads one body at the time `now` of ingest's clock.
    public static AlertsResult read(JsonNode body, Instant now) {
        if (!body.isArray()) {
            return new AlertsResult.Malformed(1, List.of("body is no array of alerts"));
        }
        if (body.size() > MAX_ALERTS) {
            return new AlertsResult.TooMany(body.size(), MAX_ALERTS);
        }
        var decoders =
                IntStream.range(0, body.size())
                        .mapToObj(i -> new AlertDecoder(i, body.path(i)))
                        .toList();
        var posted = decoders.stream().map(AlertDecoder::decode).toList();
        var malformed = decoders.stream().flatMap(each -> each.problems().stream()).toList();
        if (!malformed.isEmpty()) {
            return new AlertsResult.Malformed(body.size(), malformed);
        }
        var incomplete =
                IntStream.range(0, body.size())
                        .filter(i -> !decoders.get(i).hasLabels())
                        .mapToObj(i -> i + ".labels in body is required")
                        .toList();
        return incomplete.isEmpty()
                ? judge(posted, now)
                : new AlertsResult.Incomplete(body.size(), incomplete);
    }

    private static AlertsResult judge(List<PostedAlert> posted, Instant now) {
        var alerts = new ArrayList<Alert>(posted.size());
        var problems = new ArrayList<String>();
        for (int i = 0; i < posted.size(); i++) {
            var alert = AlertRules.resolve(posted.get(i), now);
            var found = AlertRules.problems(posted.get(i), alert, now);
            if (found.isEmpty()) {
                alerts.add(alert);
            }
            // A batch of one needs no number, and then says what Alertmanager says.
            var where = posted.size() == 1 ? "" : i + ": ";
            found.forEach(problem -> problems.add(where + problem));
        }
        return new AlertsResult.Read(alerts, posted.size() - alerts.size(), problems);
    }
}
