package tocsin.responder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the responder counts.
final class ResponderMeters {
    private final Map<EscalationKind, Counter> pages = new EnumMap<>(EscalationKind.class);
    private final Map<String, Duration> overdue = new ConcurrentHashMap<>();
    private final Map<Class<?>, Timer> ages = new HashMap<>();
    private final Timer decisions;
    private final Counter drills;
    private final Counter unknown;
    private final Counter failedTimers;

    ResponderMeters(MeterRegistry registry) {
        for (var topic : ResponderTopology.SOURCES) {
            ages.put(
                    topic.type(),
                    Timer.builder("tocsin.input.age")
                            .description(
                                    "Age of a record when it is read; a breach's and an alert's"
                                            + " begins when ingest took its cause in")
                            .tag("topic", topic.name())
                            .publishPercentileHistogram()
                            .maximumExpectedValue(Duration.ofMinutes(10))
                            .register(registry));
        }
        for (var kind : EscalationKind.values()) {
            if (kind != EscalationKind.UNKNOWN) {
                pages.put(
                        kind,
                        Counter.builder("tocsin.pages")
                                .description("Escalation commands written")
                                .tag("kind", kind.name())
                                .register(registry));
            }
        }
        drills =
                Counter.builder("tocsin.drill.pages")
                        .description("Escalation commands written for drills, which are no pages")
                        .register(registry);
        decisions =
                Timer.builder("tocsin.decisions")
                        .description("Time one decision took")
                        .register(registry);
        unknown =
                Counter.builder("tocsin.inputs.unknown")
                        .description("Records of a kind that this release does not know")
                        .register(registry);
        failedTimers =
                Counter.builder("tocsin.timers.failed")
                        .description("Timers whose rule failed; each is tried again")
                        .register(registry);
        Gauge.builder("tocsin.timers.overdue", this, ResponderMeters::overdueSeconds)
                .description("How long the most overdue timer has been due")
                .baseUnit("seconds")
                .register(registry);
    }

    void command(EscalationCommand command) {
        if (command.getDrill()) {
            drills.increment();
        } else {
            Optional.ofNullable(pages.get(command.getKind())).ifPresent(Counter::increment);
        }
    }

    /// One record that was read.
    ///
    /// @param age since the timestamp it carries
    void input(Class<?> type, Duration age) {
        Optional.ofNullable(ages.get(type))
                .ifPresent(timer -> timer.record(age.isNegative() ? Duration.ZERO : age));
    }

    void unknownInput() {
        unknown.increment();
    }

    void failedTimer() {
        failedTimers.increment();
    }

    /// How long the most overdue timer of one task has been due.
    void overdue(String task, Duration by) {
        overdue.put(task, by);
    }

    void closed(String task) {
        overdue.remove(task);
    }

    <T> T decision(Supplier<T> decide) {
        return decisions.record(decide);
    }

    private double overdueSeconds() {
        return overdue.values().stream().mapToLong(Duration::toMillis).max().orElse(0) / 1_000.0;
    }
}
