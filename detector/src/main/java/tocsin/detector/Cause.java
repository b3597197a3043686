package tocsin.detector;

import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

import tocsin.schemas.Crossing;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;

import java.time.Instant;
import java.util.Optional;

/// The sample or tick that led to a decision.
///
/// @param trace trace context it carried
/// @param sample id of the sample; empty for a tick, and where it had none
/// @param at event time
record Cause(int partition, long offset, @Nullable String trace, String sample, Instant at) {
    /// The place of `sample` on the log.
    static Cause of(Optional<RecordMetadata> place, MetricSample sample) {
        var envelope = sample.getEnvelope();
        return place.map(from ->
                        new Cause(
                                from.partition(),
                                from.offset(),
                                envelope.getTrace(),
                                envelope.getId(),
                                envelope.getAt()))
                .orElseThrow(
                        () -> new IllegalStateException("a sample without a place on the log"));
    }

    /// The same in the language of the topics.
    Crossing crossing() {
        return new Crossing(sample, Topics.METRICS.name(), partition, offset, at);
    }
}
