package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.CounterRole;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// The same samples give the same breaches, byte for byte, however partitions interleave, wherever
/// they are read, and wherever a detector dies.
class SameInputTest {
    private static final int PARTITIONS = 3;
    private static final int SECONDS = 1_500;
    private static final String POLICY =
            Documents.GOOGLE_SHARE + "  budget: [0.5, 1]\n  minEpisode: 10s\n  clearFor: 10s\n";
    private static final Definitions DEFINITIONS =
            Definitions.always(
                    Documents.set(
                            1,
                            IntStream.range(0, 2 * PARTITIONS)
                                    .mapToObj(it -> Documents.slo("s" + it, "google-share"))
                                    .reduce(POLICY, (all, slo) -> all + "\n---\n" + slo)
                                    .split("\n---\n")));
    private static final ValueSerdes SERDES = ValueSerdes.own("", new InMemorySchemaRegistry());

    private record Entry(MetricSample sample, long second) {}

    private final List<List<Entry>> log =
            IntStream.range(0, PARTITIONS).mapToObj(SameInputTest::partition).toList();

    /// Two services, one told of by counts, one by counters: troubles, late and repeated samples,
    /// lost scrapes, restarts of the service; and ticks.
    private static List<Entry> partition(int number) {
        var random = new Random(number);
        var entries = new ArrayList<Entry>();
        double trouble = 0;
        long total = 0;
        long bad = 0;
        for (long second = 1; second <= SECONDS; second++) {
            if (random.nextInt(150) == 0) {
                trouble = random.nextBoolean() ? 0 : random.nextDouble();
            }
            int events = random.nextInt(20);
            int failed = (int) (events * trouble);
            long at = random.nextInt(15) == 0 ? Math.max(1, second - random.nextInt(60)) : second;
            var sample = Wire.counts("s" + 2 * number, at, failed, events);
            entries.add(new Entry(sample, second));
            if (random.nextInt(20) == 0) {
                entries.add(new Entry(sample, second));
            }
            boolean restarts = random.nextInt(400) == 0;
            total = restarts ? 0 : total + events;
            bad = restarts ? 0 : bad + failed;
            if (second % 15 == 0 && random.nextInt(10) > 0) {
                var name = "s" + (2 * number + 1);
                var all = Wire.reading(name, second, CounterRole.TOTAL, 1, total);
                entries.add(new Entry(all, second));
                entries.add(
                        new Entry(
                                Wire.reading(name, second, CounterRole.GOOD, 2, total - bad),
                                second));
            }
            if (second % 3 == 0) {
                entries.add(new Entry(Wire.tick(second), second));
            }
        }
        return entries;
    }

    /// One partition as Streams works on it: what it has written counts once it is committed.
    private static final class Task {
        private final int partition;
        private final List<Entry> log;
        private final List<Bytes> committed = new ArrayList<>();
        private final List<Bytes> written = new ArrayList<>();
        private List<Map<Bytes, byte[]>> stored = List.of();
        private List<KeyValueStore<Bytes, byte[]>> stores = List.of();
        private int committedOffset;
        private int offset;
        private MockProcessorContext<String, Object> context;
        private BeforeCommit beforeCommit;
        private DetectorProcessor processor;

        Task(int partition, List<Entry> log) {
            this.partition = partition;
            this.log = log;
            begin();
        }

        boolean isDone() {
            return offset == log.size();
        }

        void step() {
            var entry = log.get(offset);
            context.setRecordMetadata("tocsin.metrics", partition, offset++);
            context.resetForwards();
            long at = Wire.at(entry.second()).toEpochMilli();
            processor.process(new Record<>(entry.sample().getService(), entry.sample(), at));
            for (var forwarded : context.forwarded()) {
                if (forwarded.record().value() instanceof Breach breach) {
                    var values = SERDES.of(Topics.BREACHES).serializer();
                    written.add(Bytes.wrap(values.serialize("breaches", breach)));
                }
            }
        }

        void commit() {
            beforeCommit.flushCache();
            stored = stores.stream().map(Task::entries).toList();
            committedOffset = offset;
            committed.addAll(written);
            written.clear();
        }

        /// It dies, and another one begins where the last commit was.
        void begin() {
            written.clear();
            offset = committedOffset;
            stores = DetectorProcessor.STORES.stream().map(MemoryStore::named).toList();
            for (int i = 0; i < stored.size(); i++) {
                stored.get(i).forEach(stores.get(i)::put);
            }
            context = new MockProcessorContext<>();
            stores.forEach(context::addStateStore);
            beforeCommit = new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
            context.addStateStore(beforeCommit);
            processor = new DetectorProcessor(DEFINITIONS);
            processor.init(context);
        }

        private static Map<Bytes, byte[]> entries(KeyValueStore<Bytes, byte[]> store) {
            var entries = new HashMap<Bytes, byte[]>();
            try (var all = store.all()) {
                all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
            }
            return entries;
        }
    }

    @Test
    void the_same_samples_twice() {
        var once = undisturbed();

        assertThat(once).allSatisfy(breaches -> assertThat(breaches).hasSizeGreaterThan(10));
        assertThat(undisturbed()).isEqualTo(once);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void partitions_interleave_in_any_way(long seed) {
        assertThat(run(new Random(seed), 0)).isEqualTo(undisturbed());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void detectors_die_at_any_record(long seed) {
        assertThat(run(new Random(seed), 30)).isEqualTo(undisturbed());
    }

    /// One partition after the other.
    private List<List<Bytes>> undisturbed() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(number -> {
                    var task = new Task(number, log.get(number));
                    while (!task.isDone()) {
                        task.step();
                    }
                    task.commit();
                    return task.committed;
                })
                .toList();
    }

    /// Partitions in random turns, commits at random, and so many deaths in each partition.
    private List<List<Bytes>> run(Random random, int deaths) {
        var tasks =
                IntStream.range(0, PARTITIONS)
                        .mapToObj(number -> new Task(number, log.get(number)))
                        .toList();
        int left = deaths * PARTITIONS;
        var open = new ArrayList<>(tasks);
        while (!open.isEmpty()) {
            var task = open.get(random.nextInt(open.size()));
            task.step();
            if (random.nextInt(60) == 0 || task.isDone()) {
                task.commit();
            } else if (left > 0 && random.nextInt(70) == 0) {
                left--;
                task.begin();
            }
            if (task.isDone()) {
                open.remove(task);
            }
        }
        assertThat(left).as("deaths that did not happen").isZero();
        return tasks.stream().map(task -> task.committed).toList();
    }
}
