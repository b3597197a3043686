package tocsin.responder;

import tocsin.responder.incident.ServiceState;
import tocsin.responder.incident.Timer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks the rules about whatever is due, and each second about incidents that others may follow.
/// One for each start of a task.
final class DueTimers {
    private static final int AT_ONCE = 500;

    /// A timer whose rule failed is tried again after this.
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    /// A timer that changed nothing and is still due is asked again after this.
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    /// What is done about it.
    interface Outlet {
        /// A timer led to something, or to nothing.
        void decided(Decided decided, Instant at);

        /// An incident was resolved so long ago that nobody needs its newest state any more.
        void forgotten(String incident, Instant at);

        /// The first that is due should have fired so long ago.
        void late(Duration by);
    }

    private final Decider decider;
    private final Remembered remembered;
    private final Outlet outlet;
    private final TimerGate gate;
    private final Map<TimerStore.Entry, Instant> postponed = new HashMap<>();

    /// @param start when the task was started
    DueTimers(Decider decider, Remembered remembered, Outlet outlet, Instant start) {
        this.decider = decider;
        this.remembered = remembered;
        this.outlet = outlet;
        gate = new TimerGate(start);
    }

    /// Inputs are still being read.
    void inputRead(Instant now) {
        gate.inputRead(now);
    }

    /// Fires what is due.
    void fire(Instant now) {
        postponed.values().removeIf(until -> !now.isBefore(until));
        boolean alertsMayEnd = gate.openForExpiry(now);
        List<TimerStore.Entry> due =
                remembered
                        .timers()
                        .due(
                                now,
                                AT_ONCE,
                                entry ->
                                        (alertsMayEnd || !Timer.endsAlert(entry.id()))
                                                && !postponed.containsKey(entry));
        outlet.late(
                due.stream()
                        .filter(entry -> !Timer.asks(entry.id()))
                        .filter(entry -> Retention.incident(entry).isEmpty())
                        .findFirst()
                        .map(entry -> Duration.between(entry.due(), now))
                        .orElse(Duration.ZERO));
        if (gate.open(now)) {
            due.forEach(entry -> fire(entry, now));
        }
    }

    private void fire(TimerStore.Entry entry, Instant now) {
        var state = remembered.states().of(entry.service());
        var old = Retention.incident(entry);
        if (old.isPresent()) {
            if (Retention.over(state, old.get(), now)) {
                outlet.forgotten(old.get(), now);
            }
            remembered.timers().remove(entry);
            return;
        }
        state.timers().stream()
                .filter(due -> TimerStore.entry(entry.service(), due).equals(entry))
                .findFirst()
                .ifPresentOrElse(
                        timer -> fire(entry, timer, state, now),
                        () -> remembered.timers().remove(entry));
    }

    private void fire(TimerStore.Entry entry, Timer timer, ServiceState state, Instant now) {
        var seen = decider.seen(timer, entry.service(), remembered.folded(), now);
        var decided =
                decider.timer(
                        state,
                        entry.id(),
                        entry.due(),
                        seen,
                        now,
                        remembered.timers().trace(entry));
        if (decided.isEmpty()) {
            postponed.put(entry, now.plus(TRY_AGAIN));
            return;
        }
        if (decided.get().facts().isEmpty()) {
            // It only asked, and nothing has changed.
            postponed.put(entry, now.plus(ASK_AGAIN));
        }
        outlet.decided(decided.get(), now);
    }

    /// Other services are looked at by a timer, and so is who fails with whom.
    void look(Instant now) {
        if (!gate.open(now)) {
            return;
        }
        remembered
                .followers()
                .seen()
                .forEach((root, seen) -> {
                    var state = remembered.states().of(root.service());
                    if (state.incident(root.incident()).isPresent()) {
                        var asks = Timer.dependants(root.incident());
                        decider.timer(state, asks, now, seen, now, null)
                                .ifPresent(decided -> outlet.decided(decided, now));
                    }
                });
    }
}
