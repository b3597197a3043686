package tocsin.runtime;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

import java.net.URI;
import java.util.Optional;

/// Where spans are sent, and how many.
///
/// @param endpoint takes OTLP over HTTP; none = no spans
/// @param ratio share of the traces begun here that are recorded; callers decide about theirs
public record TraceConfig(Optional<URI> endpoint, double ratio) {
    private static final String PATH = "/v1/traces";
    private static final Setting<URI> ENDPOINT =
            new Setting<>(
                    "TRACES_ENDPOINT",
                    SettingType.URL,
                    "",
                    "http://localhost:4318",
                    "Where OpenTelemetry spans are sent, OTLP over HTTP; without one, none are"
                            + " made");
    private static final Setting<Double> RATIO =
            new Setting<>(
                    "TRACES_RATIO",
                    SettingType.of("share, 0 to 1", TraceConfig::share),
                    "1",
                    "0.1",
                    "Share of the traces begun here that are recorded; callers decide about"
                            + " theirs");

    /// Reads the settings.
    public static TraceConfig from(Settings settings) {
        return new TraceConfig(
                settings.find(ENDPOINT).map(TraceConfig::forTraces), settings.get(RATIO));
    }

    /// Starts to send.
    ///
    /// @param service the name of this process among those that send
    public Traces open(String service) {
        return endpoint.map(to -> OtlpHttpSpanExporter.builder().setEndpoint(to.toString()).build())
                .map(exporter ->
                        Traces.to(BatchSpanProcessor.builder(exporter).build(), service, ratio))
                .orElse(Traces.OFF);
    }

    /// A base URL gets the path that OTLP has for traces.
    private static URI forTraces(URI url) {
        return url.getPath().matches("/?") ? url.resolve(PATH) : url;
    }

    private static double share(String text) {
        double share = Double.parseDouble(text);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is 0 to 1");
        }
        return share;
    }
}
