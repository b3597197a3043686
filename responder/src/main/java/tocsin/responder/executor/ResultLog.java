package tocsin.responder.executor;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.execution.Ledger;
import tocsin.responder.execution.Told;
import tocsin.schemas.RegistryException;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// What executors have told: read back first, and followed from then on.
final class ResultLog {
    private static final Logger LOG = LoggerFactory.getLogger(ResultLog.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ_BACK = Duration.ofMinutes(2);

    /// Hears of each word.
    interface Reader {
        void read(Told told, int partition);
    }

    private final Consumer<byte[], Optional<RemediationResult>> news;
    private final InstantSource clock;
    private final String prefix;
    private final Reader reader;

    /// @param news a member of no group
    ResultLog(
            Consumer<byte[], Optional<RemediationResult>> news,
            InstantSource clock,
            String prefix,
            Reader reader) {
        this.news = news;
        this.clock = clock;
        this.prefix = prefix;
        this.reader = reader;
    }

    /// Reads these partitions back, and follows them and no others from then on.
    ///
    /// @throws KafkaException when they cannot be read back in time
    void assign(Collection<Integer> numbers) {
        var partitions =
                numbers.stream()
                        .map(number ->
                                new TopicPartition(Topics.REMEDIATION_RESULTS.name(prefix), number))
                        .toList();
        news.assign(partitions);
        readBack(partitions);
    }

    /// Reads what has come since.
    void follow() {
        if (!news.assignment().isEmpty()) {
            read(Duration.ZERO);
        }
    }

    private void readBack(List<TopicPartition> partitions) {
        var from = clock.instant().minus(Ledger.MEMORY).toEpochMilli();
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, from));
        var ends = new HashMap<>(news.endOffsets(partitions));
        news.offsetsForTimes(times)
                .forEach((partition, found) ->
                        news.seek(
                                partition,
                                found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
        var giveUp = clock.instant().plus(READ_BACK);
        while (true) {
            ends.entrySet().removeIf(end -> news.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                return;
            }
            if (clock.instant().isAfter(giveUp)) {
                throw new KafkaException("results were not read back: " + ends.keySet());
            }
            read(POLL);
        }
    }

    private void read(Duration wait) {
        for (var record : news.poll(wait)) {
            try {
                record.value()
                        .flatMap(Mapping::told)
                        .ifPresent(told -> reader.read(told, record.partition()));
            } catch (RegistryException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("A result at {} is skipped: {}", record.offset(), e.toString());
            }
        }
    }
}
