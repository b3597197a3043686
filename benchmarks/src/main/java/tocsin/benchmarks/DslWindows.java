package tocsin.benchmarks;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.WindowStore;

import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

/// The windows of the four burn pairs as Kafka Streams offers them: hopping windows that advance by
/// as much as a bucket of ours is long, good and all events summed in each.
final class DslWindows {
    private static final Duration BUCKET = Duration.ofSeconds(10);

    /// Each window's length and advance; the last two pairs share one of them.
    private static final Map<Duration, Duration> WINDOWS =
            Map.of(
                    Duration.ofMinutes(5), BUCKET,
                    Duration.ofMinutes(30), BUCKET,
                    Duration.ofHours(1), BUCKET,
                    Duration.ofHours(2), Duration.ofMinutes(1),
                    Duration.ofHours(6), Duration.ofMinutes(1),
                    Duration.ofDays(1), Duration.ofMinutes(5),
                    Duration.ofDays(3), Duration.ofMinutes(5));

    private DslWindows() {}

    static Topology topology(ValueSerdes serdes) {
        var builder = new StreamsBuilder();
        var samples =
                builder.stream(
                                Topics.METRICS.name(serdes.prefix()),
                                Consumed.with(Serdes.String(), serdes.of(Topics.METRICS)))
                        .filter((_, sample) -> sample.getCounts() != null, Named.as("counts"))
                        .groupByKey(
                                Grouped.with(
                                        "service", Serdes.String(), serdes.of(Topics.METRICS)));
        WINDOWS.forEach((length, advance) -> {
            var name = "sums-" + length;
            samples.windowedBy(TimeWindows.ofSizeWithNoGrace(length).advanceBy(advance))
                    .aggregate(
                            () -> new byte[2 * Long.BYTES],
                            (_, sample, sums) -> plus(sums, sample),
                            Named.as(name),
                            Materialized.<String, byte[], WindowStore<Bytes, byte[]>>as(name)
                                    .withKeySerde(Serdes.String())
                                    .withValueSerde(Serdes.ByteArray()));
        });
        return builder.build();
    }

    private static byte[] plus(byte[] sums, MetricSample sample) {
        var before = ByteBuffer.wrap(sums);
        var counts = sample.getCounts();
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(before.getLong() + counts.getGood())
                .putLong(before.getLong() + counts.getTotal())
                .array();
    }
}
