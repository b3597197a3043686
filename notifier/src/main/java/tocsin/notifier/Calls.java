package tocsin.notifier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Room;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Calls channels on virtual threads, so many at a time at most. Everything but the calls
/// themselves is done on the thread that owns the outboxes.
final class Calls implements Room, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final int TOTAL_MAX = 20;
    private static final int PER_CHANNEL_MAX = 10;

    /// One answer.
    ///
    /// @param partition where the page's command came from
    record Answer(int partition, Notification notification, Outcome outcome) {}

    private final Channel channels;
    private final NotifierMetrics metrics;
    private final Map<String, Integer> taken = new HashMap<>();
    private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("notifier-call-", 0).factory());
    private int total;

    Calls(Channel channels, NotifierMetrics metrics) {
        this.channels = channels;
        this.metrics = metrics;
    }

    @Override
    public boolean take(String channel) {
        int ofChannel = taken.getOrDefault(channel, 0);
        if (total >= TOTAL_MAX || ofChannel >= PER_CHANNEL_MAX) {
            return false;
        }
        total++;
        taken.put(channel, ofChannel + 1);
        return true;
    }

    /// Makes a call for which a place was taken.
    void make(int partition, Notification notification) {
        metrics.called(notification);
        threads.execute(() -> {
            var outcome = call(notification);
            metrics.answered();
            answers.add(new Answer(partition, notification, outcome));
        });
    }

    /// An answer that has come in, waiting for one at most so long.
    Optional<Answer> next(Duration limit) throws InterruptedException {
        var answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            return Optional.empty();
        }
        release(answer.notification.channel());
        return Optional.of(answer);
    }

    /// Whether any call has no answer yet.
    boolean underWay() {
        return total > 0;
    }

    /// Gives back a place that was taken for a call that is not made after all.
    void release(String channel) {
        total--;
        taken.merge(channel, -1, (count, less) -> count + less > 0 ? count + less : null);
    }

    private Outcome call(Notification notification) {
        try {
            return channels.send(notification);
        } catch (RuntimeException e) {
            LOG.error("Channel {} failed on a page", notification.channel(), e);
            return new Outcome.Unknown("the channel failed: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
