package tocsin.ingest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Writes the time to every partition of the samples once a second: the detector has no other
/// clock.
final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final KafkaPublisher publisher;
    private final int partitions;
    private final InstantSource clock;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("ingest-ticker").daemon().factory());

    private Ticker(KafkaPublisher publisher, int partitions, InstantSource clock) {
        this.publisher = publisher;
        this.partitions = partitions;
        this.clock = clock;
    }

    static Ticker start(KafkaPublisher publisher, int partitions, InstantSource clock) {
        var ticker = new Ticker(publisher, partitions, clock);
        var _ = ticker.executor.scheduleAtFixedRate(ticker::tick, 0, 1, TimeUnit.SECONDS);
        return ticker;
    }

    /// A tick that fails is not repeated: the next one says more.
    private void tick() {
        try {
            publisher.tick(clock.instant(), partitions);
        } catch (RuntimeException e) {
            // Whatever it is, a schedule that ended unseen would be worse.
            LOG.warn("No tick: {}", e.toString());
            publisher.note(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
