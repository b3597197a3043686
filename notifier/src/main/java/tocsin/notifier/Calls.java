package tocsin.notifier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.delivery.Circuits;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pace;
import tocsin.notifier.delivery.RetryBudget;
import tocsin.notifier.delivery.Room;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

    /// A channel that hangs holds up nobody but itself.
    private static final int PER_CHANNEL_MAX = 50;

    /// One answer.
    ///
    /// @param partition where the page's command came from
    /// @param took from the request to its end
    record Answer(int partition, Notification notification, Outcome outcome, Duration took) {}

    private final Channel channels;
    private final NotifierMetrics metrics;
    private final InstantSource clock;
    private final Pace pace;
    private final Circuits circuits = new Circuits();
    private final RetryBudget retries = new RetryBudget();

    /// Of each channel, looked up anew each second: definitions change.
    private final Map<String, String> providers = new HashMap<>();

    private Instant lookedUp = Instant.EPOCH;
    private final Map<String, Integer> taken = new HashMap<>();
    private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("notifier-call-", 0).factory());
    private int total;

    Calls(Channel channels, Pace pace, NotifierMetrics metrics, InstantSource clock) {
        this.channels = channels;
        this.pace = pace;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public boolean shuns(String channel, Instant now) {
        return circuits.shuns(provider(channel, now), now);
    }

    @Override
    public boolean spent(String channel, Instant now) {
        return retries.spent(provider(channel, now), now);
    }

    @Override
    public void again(String channel, Instant now) {
        retries.again(provider(channel, now), now);
    }

    private String provider(String channel, Instant now) {
        if (!now.isBefore(lookedUp.plusSeconds(1))) {
            providers.clear();
            lookedUp = now;
        }
        return providers.computeIfAbsent(channel, name -> channels.provider(name, now));
    }

    @Override
    public boolean holds(Command.Notify page, Instant now) {
        return pace.holds(page.target(), now);
    }

    @Override
    public void begins(Command.Notify page, Instant now) {
        pace.begins(page.target(), now);
    }

    @Override
    public boolean full(String channel) {
        return taken.getOrDefault(channel, 0) >= PER_CHANNEL_MAX;
    }

    /// Whether pages to the target are told together now.
    boolean gathers(String target, Instant now) {
        return pace.full(target, now);
    }

    @Override
    public boolean take(String channel, Instant now) {
        if (full(channel) || !circuits.take(provider(channel, now), now)) {
            return false;
        }
        total++;
        taken.merge(channel, 1, Integer::sum);
        return true;
    }

    /// Makes a call for which a place was taken.
    void make(int partition, Notification notification) {
        metrics.called(notification);
        threads.execute(() -> {
            long begun = System.nanoTime();
            var outcome = call(notification);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            metrics.answered();
            answers.add(new Answer(partition, notification, outcome, took));
        });
    }

    /// An answer that has come in, waiting for one at most so long.
    Optional<Answer> next(Duration limit) throws InterruptedException {
        metrics.channelsResting(circuits.resting(clock.instant()));
        var answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            return Optional.empty();
        }
        var channel = answer.notification.channel();
        release(channel);
        note(channel, answer);
        return Optional.of(answer);
    }

    private void note(String channel, Answer answer) {
        var now = clock.instant();
        var provider = provider(channel, now);
        boolean rested = circuits.shuns(provider, now);
        circuits.note(provider, answer.outcome, answer.took, now);
        if (!rested && circuits.shuns(provider, now)) {
            LOG.warn("Channel {} is given a rest: {}", channel, answer.outcome);
        }
        if (answer.outcome instanceof Outcome.Accepted) {
            retries.accepted(provider, now);
        }
    }

    /// Forgets whom nobody is counted for any more.
    void forget(Instant now) {
        pace.forget(now);
    }

    /// Whether any call has no answer yet.
    boolean underWay() {
        return total > 0;
    }

    private void release(String channel) {
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
