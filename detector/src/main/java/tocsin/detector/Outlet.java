package tocsin.detector;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

import tocsin.schemas.Breach;
import tocsin.schemas.MetricSample;
import tocsin.schemas.SignalPoint;

/// Where decisions go. They carry the timestamp and the headers of the record that led to them; a
/// breach is committed at once.
final class Outlet {
    static final String BREACHES = "breaches";
    static final String SIGNALS = "signals";

    private final ProcessorContext<String, Object> context;
    private final DetectorMeters meters;
    private final BreachSpans spans;

    Outlet(ProcessorContext<String, Object> context, DetectorMeters meters, BreachSpans spans) {
        this.context = context;
        this.meters = meters;
        this.spans = spans;
    }

    void tell(Record<Object, MetricSample> record, SignalPoint signal) {
        forward(record, signal.getService(), signal, SIGNALS);
    }

    void tell(Record<Object, MetricSample> record, Breach breach) {
        forward(record, breach.getService(), spans.record(breach), BREACHES);
        meters.breach();
        context.commit();
    }

    private void forward(
            Record<Object, MetricSample> record, String service, Object decision, String where) {
        context.forward(
                new Record<>(service, decision, record.timestamp(), record.headers()), where);
    }

    /// What the record is to decisions that it leads to.
    Cause cause(Record<Object, MetricSample> record) {
        return Cause.of(context.recordMetadata(), record.value());
    }
}
