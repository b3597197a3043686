package tocsin.notifier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Detour;
import tocsin.notifier.delivery.Notification;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Looks each second whether Kafka is there, and tells the last resort what the log cannot. Safe
/// for the thread of the loop beside its own.
final class KafkaWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);

    private final Detour detour;
    private final Channel lastResort;
    private final InstantSource clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("kafka-watch").daemon().factory());

    KafkaWatch(Duration patience, Channel lastResort, InstantSource clock) {
        detour = new Detour(patience);
        this.lastResort = lastResort;
        this.clock = clock;
    }

    /// @param away whether Kafka does not answer now
    void start(BooleanSupplier away) {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> {
                            try {
                                look(away.getAsBoolean());
                            } catch (RuntimeException e) {
                                LOG.error("The last resort failed", e);
                            }
                        },
                        1,
                        1,
                        TimeUnit.SECONDS);
    }

    void look(boolean away) {
        for (var page : due(away)) {
            var outcome =
                    lastResort.send(new Notification(page, Command.Notify.LAST_RESORT, 1, false));
            synchronized (detour) {
                detour.told(page.page(), outcome, clock.instant());
            }
        }
    }

    private Collection<Command.Notify> due(boolean away) {
        synchronized (detour) {
            return detour.due(away, clock.instant());
        }
    }

    /// The loop ended without a log, with these pages open.
    void strand(Collection<Command.Notify> pages) {
        synchronized (detour) {
            detour.strand(pages);
        }
    }

    /// The partition can be written again.
    ///
    /// @return when pages were told meanwhile
    Map<String, Instant> back(int partition) {
        synchronized (detour) {
            detour.back(partition);
            return detour.told();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
