package tocsin.detector;

import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

import tocsin.schemas.MetricSample;

import java.util.Optional;

/// The sample or tick that led to a decision.
///
/// @param trace trace context it carried
record Cause(int partition, long offset, @Nullable String trace) {
    /// The place of `sample` on the log.
    static Cause of(Optional<RecordMetadata> place, MetricSample sample) {
        return place.map(from ->
                        new Cause(from.partition(), from.offset(), sample.getEnvelope().getTrace()))
                .orElseThrow(
                        () -> new IllegalStateException("a sample without a place on the log"));
    }
}
