package tocsin.notifier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;

import org.apache.kafka.clients.consumer.Consumer;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Step;
import tocsin.runtime.DeadLetters;
import tocsin.schemas.DeliveryKind;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What the notifier counts and times.
final class NotifierMetrics implements AutoCloseable {
    private final Map<DeliveryKind, Counter> deliveries = new EnumMap<>(DeliveryKind.class);
    private final Timer delivery;
    private final Counter repeats;
    private final Map<String, Counter> lastResort = new TreeMap<>();
    private final Counter unusable;
    private final Counter deadLetters;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger resting = new AtomicInteger();
    private final MeterRegistry meters;
    private final Gauge gauge;
    private final Gauge restingGauge;

    NotifierMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (var kind : DeliveryKind.values()) {
            deliveries.put(
                    kind,
                    Counter.builder("tocsin.deliveries")
                            .description("Steps of pages, as written to the topic deliveries")
                            .tag("outcome", kind.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        delivery =
                Timer.builder("tocsin.delivery")
                        .description(
                                "From the arrival at ingest of what caused the page, or the timer"
                                        + " that did, to the provider's yes")
                        .publishPercentileHistogram()
                        .maximumExpectedValue(Duration.ofMinutes(10))
                        .register(meters);
        repeats =
                Counter.builder("tocsin.notifier.repeats")
                        .description("Requests made although an earlier one may have arrived")
                        .register(meters);
        for (var way : LastResort.WAYS) {
            lastResort.put(
                    way,
                    Counter.builder("tocsin.notifier.last.resort")
                            .description("Uses of the last resort, for pages that no channel took")
                            .tag("way", way)
                            .register(meters));
        }
        unusable =
                Counter.builder("tocsin.notifier.unusable")
                        .description("Records that hold no command or step this build can use")
                        .register(meters);
        deadLetters = DeadLetters.counter(meters, DeadLetters.UNREADABLE);
        gauge =
                Gauge.builder("tocsin.notifier.in.flight", inFlight, AtomicInteger::get)
                        .description("Calls under way")
                        .register(meters);
        restingGauge =
                Gauge.builder("tocsin.notifier.channels.resting", resting, AtomicInteger::get)
                        .description("Channels that failed and are left alone for a while")
                        .register(meters);
    }

    /// Shows what a consumer says of itself, its lag above all, until the answer is closed.
    KafkaClientMetrics follow(Consumer<?, ?> consumer) {
        var followed = new KafkaClientMetrics(consumer);
        followed.bindTo(meters);
        return followed;
    }

    void written(Step step, Command.Notify command) {
        Optional.ofNullable(deliveries.get(Mapping.kind(step))).ifPresent(Counter::increment);
        if (step instanceof Step.Accepted) {
            var taken = Duration.between(command.source().recordedAt(), step.at());
            delivery.record(taken.isNegative() ? Duration.ZERO : taken);
        }
    }

    void called(Notification notification) {
        inFlight.incrementAndGet();
        if (notification.repeat()) {
            repeats.increment();
        }
    }

    void answered() {
        inFlight.decrementAndGet();
    }

    void channelsResting(int count) {
        resting.set(count);
    }

    /// @param way one of [LastResort#WAYS]
    void lastResort(String way) {
        Optional.ofNullable(lastResort.get(way)).ifPresent(Counter::increment);
    }

    void unusable() {
        unusable.increment();
    }

    void deadLetter() {
        deadLetters.increment();
    }

    /// The next notifier of the process has gauges of its own.
    @Override
    public void close() {
        meters.remove(gauge);
        meters.remove(restingGauge);
    }
}
