package tocsin.detector;

import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
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
import java.util.List;

/// Samples as ingest writes them.
final class Wire {
    static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private Wire() {}

    static Instant at(long second) {
        return NINE.plusSeconds(second);
    }

    /// What `service` counted in the second that ends at `second`.
    static MetricSample counts(String service, long second, long bad, long total) {
        return counts(service + "-" + second, service, at(second), 1_000, total - bad, total);
    }

    static MetricSample counts(
            String id, String service, Instant at, long length, long good, long total) {
        return sample(id, at, MetricKind.COUNTS, service)
                .setCounts(
                        Counts.newBuilder()
                                .setLengthMillis(length)
                                .setGood(good)
                                .setTotal(total)
                                .build())
                .build();
    }

    static MetricSample reading(
            String service, long second, CounterRole role, long series, double value) {
        return sample("", at(second), MetricKind.CUMULATIVE, service)
                .setCumulative(
                        Cumulative.newBuilder()
                                .setRole(role)
                                .setSeries(series)
                                .setTarget(service + "-pod-1")
                                .setValue(value)
                                .build())
                .build();
    }

    static MetricSample change(String service, long second, ChangeKind kind, ChangeState state) {
        var envelope = Envelope.newBuilder().setId(service + state).setAt(at(second)).build();
        return sample("", at(second), MetricKind.CHANGE, service)
                .setEnvelope(envelope)
                .setChange(
                        ChangeEvent.newBuilder()
                                .setEnvelope(envelope)
                                .setKind(kind)
                                .setService(service)
                                .setChange("run-1")
                                .setState(state)
                                .build())
                .build();
    }

    /// What a gauge of `service` stood at in the ten seconds that end at `second`.
    static MetricSample gauge(String service, String sli, long second, double value, double limit) {
        return sample("", at(second), MetricKind.GAUGE, service)
                .setSli(sli)
                .setGauge(new Gauge(10_000L, value, limit))
                .build();
    }

    /// The same for an hour.
    static MetricSample hour(String service, String sli, long second, double value, double limit) {
        return sample("", at(second), MetricKind.GAUGE, service)
                .setSli(sli)
                .setGauge(new Gauge(3_600_000L, value, limit))
                .build();
    }

    static MetricSample state(String service, String sli, long second, boolean up, String reason) {
        return sample("", at(second), MetricKind.STATE, service)
                .setSli(sli)
                .setState(new State(up, reason))
                .build();
    }

    static MetricSample histogram(
            String service, long second, List<Double> bounds, List<Long> counts) {
        return sample("", at(second), MetricKind.HISTOGRAM, service)
                .setSli("latency")
                .setHistogram(new Histogram(10_000L, bounds, counts))
                .build();
    }

    static MetricSample tick(long second) {
        return tick(at(second));
    }

    static MetricSample tick(Instant at) {
        return sample("", at, MetricKind.TICK, "").build();
    }

    static MetricSample unknown(long second) {
        return sample("x", at(second), MetricKind.UNKNOWN, "checkout").build();
    }

    private static MetricSample.Builder sample(
            String id, Instant at, MetricKind kind, String service) {
        return MetricSample.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId(id).setAt(at).build())
                .setKind(kind)
                .setService(service)
                .setSli("availability");
    }
}
