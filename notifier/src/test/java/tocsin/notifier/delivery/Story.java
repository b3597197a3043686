package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A notifier's life on a virtual clock: a log, a provider, and an outbox that can be lost between
/// any two actions and is then rebuilt from the log.
final class Story {
    /// The process is gone.
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// One request as the provider saw it.
    record Sent(Instant at, Notification notification, Outcome outcome) {
        String page() {
            return notification.page();
        }
    }

    final List<Command> commands = new ArrayList<>();
    final List<Step> log = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    private final Function<Notification, Outcome> provider;
    private final Runnable hazard;

    /// How long the process stays away after a crash.
    Duration downtime = Duration.ZERO;

    private Outbox outbox = new Outbox();
    private Instant now = Pages.NINE;

    Story(Function<Notification, Outcome> provider) {
        this(provider, () -> {});
    }

    /// @param hazard runs between any two actions; may throw [Crash]
    Story(Function<Notification, Outcome> provider, Runnable hazard) {
        this.provider = provider;
        this.hazard = hazard;
    }

    Instant now() {
        return now;
    }

    Outbox outbox() {
        return outbox;
    }

    void tell(Command command) {
        commands.add(command);
        outbox.apply(command);
    }

    /// Goes on for `time`, doing everything when it is due.
    void run(Duration time) {
        var end = now.plus(time);
        while (true) {
            try {
                settle();
                var due = outbox.nextDue(now).filter(at -> !at.isAfter(end));
                if (due.isEmpty()) {
                    now = end;
                    return;
                }
                now = List.of(now, due.get()).stream().max(naturalOrder()).orElseThrow();
            } catch (Crash _) {
                now = now.plus(downtime);
                restart();
            }
        }
    }

    /// Loses all memory and reads the log back.
    void restart() {
        while (true) {
            try {
                var recovery = new Recovery();
                log.forEach(recovery::read);
                commands.forEach(recovery::read);
                outbox = recovery.outbox(now);
                write(outbox.interrupted(now));
                return;
            } catch (Crash _) {
                // Once more.
            }
        }
    }

    List<Step> steps(String page) {
        return log.stream().filter(step -> step.page().equals(page)).toList();
    }

    List<String> kinds(String page) {
        return steps(page).stream().map(step -> step.getClass().getSimpleName()).toList();
    }

    List<String> channels(String page) {
        return sent.stream()
                .filter(request -> request.page().equals(page))
                .map(request -> request.notification().channel())
                .toList();
    }

    private void settle() {
        for (var steps = outbox.decide(now, Room.unbounded());
                !steps.isEmpty();
                steps = outbox.decide(now, Room.unbounded())) {
            write(steps);
        }
    }

    private void write(List<Step> steps) {
        for (var step : steps) {
            hazard.run();
            log.add(step);
        }
        for (var step : steps) {
            hazard.run();
            outbox.apply(step);
            outbox.notification(step).ifPresent(this::call);
        }
    }

    private void call(Notification notification) {
        hazard.run();
        assertThat(log)
                .as("started is on the log before the call")
                .anyMatch(step ->
                        step instanceof Step.Started started
                                && started.page().equals(notification.page())
                                && started.attempt() == notification.attempt());
        var outcome = provider.apply(notification);
        sent.add(new Sent(now, notification, outcome));
        hazard.run();
        outbox.answer(notification.page(), notification.attempt(), outcome, now)
                .ifPresent(step -> write(List.of(step)));
    }
}
