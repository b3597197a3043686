package tocsin.responder.execution;

import tocsin.responder.remediation.Step;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The executor's rules: what it writes about each run, and when it begins one. Whatever it returns
/// has to be on the log before anything is begun. For one thread.
public final class Desk {
    /// Without a word for so long a run counts as cut.
    public static final Duration LEASE = Duration.ofSeconds(30);

    static final Duration BEAT = Duration.ofSeconds(10);

    private final Ledger ledger = new Ledger();
    private final Map<RunId, Active> active = new LinkedHashMap<>();

    private record Active(String target, Told told) {}

    /// What an order leads to.
    ///
    /// @param written to be written first
    /// @param begun to be begun then
    public record Reply(Optional<Told> written, Optional<Begun> begun) {}

    /// Something to be run.
    public record Begun(RunId id, Step step, Duration within, Order order) {}

    /// Builds the judge for what is known now.
    @FunctionalInterface
    public interface Judge {
        /// Judges with this ledger and these busy targets.
        Verdict judge(Order order, Ledger ledger, Set<String> busy, Instant now);
    }

    /// Takes in what stands on the executors' log.
    public void read(Told told) {
        ledger.read(told);
    }

    /// Decides about an order.
    public Reply order(Order order, Judge judge, Instant now) {
        var busy = new HashSet<String>();
        active.values().forEach(one -> busy.add(one.target));
        return switch (judge.judge(order, ledger, busy, now)) {
            case Verdict.Skip _ -> new Reply(Optional.empty(), Optional.empty());
            case Verdict.Refuse(var reason) ->
                    new Reply(
                            Optional.of(Told.of(order, Told.Kind.REFUSED, now, reason)),
                            Optional.empty());
            case Verdict.Go(var step, var within) ->
                    new Reply(
                            Optional.of(Told.of(order, Told.Kind.STARTED, now, "")),
                            Optional.of(new Begun(order.id(), step, within, order)));
        };
    }

    /// The log has what was written about this: it begins.
    public void begun(Begun begun, Told started) {
        ledger.read(started);
        active.put(begun.id(), new Active(begun.order().proposal().target(), started));
    }

    /// A run has come to an end.
    ///
    /// @return what is to be written
    public Optional<Told> ended(RunId id, Outcome outcome, Instant now) {
        var kind = outcome.well() ? Told.Kind.DONE : Told.Kind.FAILED;
        return Optional.ofNullable(active.get(id))
                .map(one -> one.told.then(kind, now, outcome.reason(), outcome));
    }

    /// The log has it.
    public void written(Told told) {
        ledger.read(told);
        active.computeIfPresent(
                told.id(), (_, one) -> told.kind().last() ? null : new Active(one.target, told));
    }

    /// Signs of life that are due.
    public List<Told> beats(Instant now) {
        var due = new ArrayList<Told>();
        for (var one : active.values()) {
            if (!now.isBefore(one.told.at().plus(BEAT))) {
                due.add(one.told.then(Told.Kind.HEARTBEAT, now, "", null));
            }
        }
        return due;
    }

    /// A run that goes on says where somebody can be asked how. Whoever takes over asks there.
    ///
    /// @return what is to be written
    public Optional<Told> asked(RunId id, String status, Instant now) {
        return Optional.ofNullable(active.get(id))
                .map(one ->
                        one.told
                                .then(Told.Kind.HEARTBEAT, now, "", null)
                                .with(one.told.order(), status));
    }

    /// Runs of an executor that was killed, as they were told of last. None is run again.
    public List<Told> cut(Instant now) {
        ledger.forget(now);
        return ledger.cut(now).stream().filter(told -> !active.containsKey(told.id())).toList();
    }

    /// Nobody can say what came of a run that was cut.
    public static Told lost(Told cut, Instant now) {
        return cut.then(
                Told.Kind.OUTCOME_UNKNOWN,
                now,
                "the executor was stopped in the middle of it",
                null);
    }

    /// Somebody can be asked what came of a run that was cut. That it is watched again is told
    /// first, and then [#begun].
    public static Told taken(Told cut, Instant now) {
        return cut.then(Told.Kind.HEARTBEAT, now, "", null);
    }
}
