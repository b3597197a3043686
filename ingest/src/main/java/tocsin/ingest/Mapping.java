package tocsin.ingest;

import tocsin.ingest.alertmanager.Alert;
import tocsin.ingest.prometheus.FedReading;
import tocsin.ingest.prometheus.Feed;
import tocsin.ingest.prometheus.Role;
import tocsin.ingest.samples.Measured;
import tocsin.ingest.samples.Sample;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.AlertKind;
import tocsin.schemas.CounterRole;
import tocsin.schemas.Counts;
import tocsin.schemas.Cumulative;
import tocsin.schemas.Envelope;
import tocsin.schemas.Gauge;
import tocsin.schemas.Histogram;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.State;

import java.time.Instant;
import java.util.Optional;

/// From what the receivers read to what stands on the log.
final class Mapping {
    private static final String ALERTMANAGER = "alertmanager";

    private Mapping() {}

    static Outgoing sample(Sample sample, Optional<String> trace) {
        var value =
                MetricSample.newBuilder()
                        .setEnvelope(envelope(sample.id(), sample.at(), trace))
                        .setService(sample.service())
                        .setSli(sample.sli())
                        .setLabels(sample.labels().isEmpty() ? null : sample.labels());
        long length = sample.length().toMillis();
        switch (sample.measured()) {
            case Measured.Counts(long good, long total) ->
                    value.setKind(MetricKind.COUNTS).setCounts(new Counts(length, good, total));
            case Measured.Gauge(double used, double limit) ->
                    value.setKind(MetricKind.GAUGE).setGauge(new Gauge(length, used, limit));
            case Measured.State(boolean up, var reason) ->
                    value.setKind(MetricKind.STATE).setState(new State(up, reason));
            case Measured.Histogram(var bounds, var counts) ->
                    value.setKind(MetricKind.HISTOGRAM)
                            .setHistogram(new Histogram(length, bounds, counts));
        }
        return new Outgoing.Sample(value.build());
    }

    static Outgoing reading(FedReading reading, Optional<String> trace) {
        var series = reading.series();
        var value =
                MetricSample.newBuilder()
                        .setEnvelope(envelope(reading.id(), reading.at(), trace))
                        .setService(series.service())
                        .setSli(series.sli())
                        .setLabels(series.labels().isEmpty() ? null : series.labels());
        switch (series.feed()) {
            case Feed.Counter(var role) ->
                    value.setKind(MetricKind.CUMULATIVE)
                            .setCumulative(
                                    Cumulative.newBuilder()
                                            .setRole(role(role))
                                            .setSeries(series.series())
                                            .setTarget(series.target())
                                            .setValue(reading.value())
                                            .setStale(reading.reading().stale())
                                            .build());
            case Feed.Gauge(var every, double limit) ->
                    value.setKind(MetricKind.GAUGE)
                            .setGauge(new Gauge(every.toMillis(), reading.value(), limit));
            case Feed.State _ ->
                    value.setKind(MetricKind.STATE).setState(new State(reading.value() != 0, ""));
        }
        return new Outgoing.Sample(value.build());
    }

    static Outgoing alert(Alert alert, Optional<String> trace) {
        boolean firing = alert.status() == Alert.Status.FIRING;
        return new Outgoing.Alert(
                AlertEvent.newBuilder()
                        .setEnvelope(envelope(alert.id(), alert.at(), trace))
                        .setKind(firing ? AlertKind.FIRING : AlertKind.RESOLVED)
                        .setService(alert.service())
                        .setSource(ALERTMANAGER)
                        .setFingerprint(alert.fingerprint())
                        .setName(alert.label("alertname"))
                        .setSeverity(alert.label("severity"))
                        .setStartsAt(alert.startsAt())
                        .setExpiresAt(firing ? alert.endsAt() : null)
                        .setLabels(alert.labels())
                        .setAnnotations(alert.annotations())
                        .setGeneratorUrl(alert.generatorUrl())
                        .build());
    }

    /// What tells a partition's readers what time it is here.
    static MetricSample tick(Instant at) {
        return MetricSample.newBuilder()
                .setEnvelope(envelope("", at, Optional.empty()))
                .setKind(MetricKind.TICK)
                .build();
    }

    static Envelope envelope(String id, Instant at, Optional<String> trace) {
        return Envelope.newBuilder().setId(id).setAt(at).setTrace(trace.orElse(null)).build();
    }

    private static CounterRole role(Role role) {
        return switch (role) {
            case TOTAL -> CounterRole.TOTAL;
            case GOOD -> CounterRole.GOOD;
            case BAD -> CounterRole.BAD;
        };
    }
}
