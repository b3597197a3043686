package tocsin.runtime;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.schemas.RegistryException;
import tocsin.schemas.Topic;
import tocsin.schemas.ValueSerdes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Follows topics from their beginning, or from a time, committed records only, and hands each
/// record to a reader on one thread. Ready once it has read what was there when it started. What
/// cannot be decoded is skipped, counted and named.
public final class LogView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogView.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

    /// A topic and who reads it.
    ///
    /// @param <T> the generated class of its values
    public record Source<T extends SpecificRecord>(
            Topic<T> topic, Consumer<ConsumerRecord<byte[], T>> reader) {}

    private final String name;
    private final Health health;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Feed<?>> feeds = new HashMap<>();
    private final Map<TopicPartition, Long> behind = new HashMap<>();
    private final Instant from;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closing;
    private volatile String skipped = "";
    private final AtomicLong skippedCount = new AtomicLong();

    private record Feed<T extends SpecificRecord>(Source<T> source, Deserializer<T> deserializer) {
        void read(ConsumerRecord<byte[], byte[]> raw) {
            var value = deserializer.deserialize(raw.topic(), raw.value());
            if (value != null) {
                source.reader.accept(
                        new ConsumerRecord<>(
                                raw.topic(),
                                raw.partition(),
                                raw.offset(),
                                raw.timestamp(),
                                raw.timestampType(),
                                raw.serializedKeySize(),
                                raw.serializedValueSize(),
                                raw.key(),
                                value,
                                raw.headers(),
                                raw.leaderEpoch()));
            }
        }
    }

    /// Starts to follow `sources` from their beginning.
    public LogView(String name, Platform platform, List<? extends Source<?>> sources) {
        this(name, platform, sources, Instant.EPOCH);
    }

    /// Starts to follow `sources`.
    ///
    /// @param from records with an earlier timestamp need not be read
    public LogView(
            String name, Platform platform, List<? extends Source<?>> sources, Instant from) {
        this.name = name;
        this.from = from;
        this.health = platform.health();
        var prefix = platform.kafka().prefix();
        consumer =
                new KafkaConsumer<>(
                        platform.kafka().consumer(name),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        for (var source : sources) {
            feeds.put(source.topic().name(prefix), feed(source, platform.serdes()));
        }
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread.start();
        health.check(name, this::problem);
    }

    private static <T extends SpecificRecord> Feed<T> feed(Source<T> source, ValueSerdes serdes) {
        return new Feed<>(source, serdes.of(source.topic()).deserializer());
    }

    /// Waits until what was there at the start has been read.
    ///
    /// @return whether it was read within `limit`
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return caughtUp.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Whether it still reads what comes.
    public boolean follows() {
        return thread.isAlive() && caughtUp.getCount() == 0;
    }

    /// How many records could not be used.
    public long skippedCount() {
        return skippedCount.get();
    }

    private Optional<String> problem() {
        if (!thread.isAlive()) {
            return Optional.of("stopped");
        }
        if (caughtUp.getCount() > 0) {
            return Optional.of("still reading its topics");
        }
        return skippedCount.get() == 0
                ? Optional.empty()
                : Optional.of(skippedCount.get() + " unreadable, last " + skipped);
    }

    private void run() {
        try (consumer) {
            var partitions = assign();
            consumer.endOffsets(partitions).forEach((partition, end) -> behind.put(partition, end));
            noteProgress();
            while (!closing) {
                for (var raw : consumer.poll(POLL)) {
                    read(raw);
                }
                if (caughtUp.getCount() > 0) {
                    noteProgress();
                }
            }
        } catch (WakeupException e) {
            if (!closing) {
                throw e;
            }
        } catch (KafkaException | IllegalStateException e) {
            if (!closing) {
                LOG.error("{} stopped", name, e);
            }
        }
    }

    private List<TopicPartition> assign() {
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : feeds.keySet()) {
            for (var partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        if (from.isAfter(Instant.EPOCH)) {
            seek(partitions);
        }
        return partitions;
    }

    private void seek(List<TopicPartition> partitions) {
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
        consumer.offsetsForTimes(times)
                .forEach((partition, found) -> {
                    if (found == null) {
                        consumer.seekToEnd(List.of(partition));
                    } else {
                        consumer.seek(partition, found.offset());
                    }
                });
    }

    private void read(ConsumerRecord<byte[], byte[]> raw) {
        while (true) {
            try {
                var feed = feeds.get(raw.topic());
                if (feed != null) {
                    feed.read(raw);
                }
                return;
            } catch (RegistryException e) {
                if (!e.temporary() || closing) {
                    skip(raw, e);
                    return;
                }
                LOG.warn("{} waits for the schema registry: {}", name, e.getMessage());
                LockSupport.parkNanos(REGISTRY_PAUSE.toNanos());
            } catch (RuntimeException e) {
                skip(raw, e);
                return;
            }
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> raw, RuntimeException why) {
        skipped = "%s-%d@%d: %s".formatted(raw.topic(), raw.partition(), raw.offset(), why);
        skippedCount.incrementAndGet();
        LOG.warn("{} skips {}", name, skipped);
    }

    private void noteProgress() {
        behind.entrySet().removeIf(left -> consumer.position(left.getKey()) >= left.getValue());
        if (behind.isEmpty()) {
            caughtUp.countDown();
        }
    }

    @Override
    public void close() {
        health.remove(name);
        closing = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
