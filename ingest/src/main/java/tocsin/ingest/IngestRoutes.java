package tocsin.ingest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.ingest.changes.ChangeReader;
import tocsin.ingest.changes.CloudEventReader;
import tocsin.ingest.samples.Sample;
import tocsin.ingest.samples.SampleReader;
import tocsin.runtime.Health;
import tocsin.runtime.Traces;
import tocsin.runtime.access.Role;
import tocsin.runtime.definitions.Definitions;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// ```
/// POST /v1/samples      Tocsin's own protocol          --> metrics
/// POST /v1/changes      deployments and other changes  --> changes
/// POST /api/v1/write    Prometheus remote write 1.0    --> metrics
/// POST /api/v2/alerts   Alertmanager's API             --> alerts
/// GET  /-/healthy  /-/ready   as Alertmanager has them
/// ```
final class IngestRoutes implements Consumer<JavalinConfig> {
    private final Publisher publisher;
    private final Definitions definitions;
    private final Health health;
    private final InstantSource clock;
    private final Gate gate;
    private final IngestMeters meters;
    private final Traces traces;

    IngestRoutes(
            Publisher publisher,
            Definitions definitions,
            Health health,
            InstantSource clock,
            Gate gate,
            IngestMeters meters,
            Traces traces) {
        this.publisher = publisher;
        this.definitions = definitions;
        this.health = health;
        this.clock = clock;
        this.gate = gate;
        this.meters = meters;
        this.traces = traces;
    }

    @Override
    public void accept(JavalinConfig config) {
        var routes = config.routes;
        post(config, "/v1/samples", samples());
        post(config, "/v1/changes", changes());
        post(config, "/api/v2/alerts", new AlertsReceiver(publisher, clock, meters));
        post(
                config,
                "/api/v1/write",
                new RemoteWriteReceiver(publisher, definitions, clock, meters));
        routes.post("/api/v1/alerts", this::gone, Role.SENDER);
        routes.get("/-/healthy", context -> context.result("OK\n"), Role.ANYONE);
        routes.get("/-/ready", this::ready, Role.ANYONE);
    }

    private Receiver samples() {
        return new BatchReceiver<Sample>(
                "samples",
                Map.of("application/json", SampleReader.BATCH::read),
                (sample, trace) -> List.of(Mapping.sample(sample, trace)),
                publisher,
                clock,
                meters);
    }

    private Receiver changes() {
        return new BatchReceiver<>(
                "changes",
                Map.of(
                        "application/json",
                        ChangeReader.BATCH::read,
                        "application/cloudevents+json",
                        CloudEventReader.BATCH::readOne,
                        "application/cloudevents-batch+json",
                        CloudEventReader.BATCH::readList),
                ChangeMapping::change,
                publisher,
                clock,
                meters);
    }

    private void post(JavalinConfig config, String route, Receiver receiver) {
        config.routes.post(route, new Endpoint(route, receiver, gate, meters, traces), Role.SENDER);
    }

    private void gone(Context context) {
        meters.rejected("alerts_v1", "gone", 1);
        json(context, 410, Map.of("code", 410, "message", "use POST /api/v2/alerts"));
    }

    private void ready(Context context) {
        var problems = health.problems();
        if (problems.isEmpty()) {
            json(context, 200, Map.of("status", "ready"));
        } else {
            json(context, 503, Map.of("status", "not ready", "problems", problems));
        }
    }

    private static void json(Context context, int status, Map<String, ?> body) {
        context.status(status).contentType("application/json").result(StrictJson.write(body));
    }
}
