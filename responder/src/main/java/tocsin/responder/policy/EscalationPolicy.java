package tocsin.responder.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who is paged, in what order, and how long each step is waited for.
///
/// @param repeat how often all steps are gone through again before the last resort
/// @param budgets who hears, as chat, how an error budget stands; empty: the first step
/// @param changes who hears, without a phone that rings, what was changed; empty: nobody
/// @param muteTimes when it tells nobody of some severities
/// @param lastResort who is paged when every step has passed without an acknowledgement
public record EscalationPolicy(
        String name,
        List<Step> steps,
        int repeat,
        Target lastResort,
        Pace pace,
        List<Target> budgets,
        List<Target> changes,
        List<MuteTime> muteTimes) {
    static final int REPEAT_MAX = 20;
    static final Duration DELIVER_WITHIN = Duration.ofSeconds(60);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    static final Map<Severity, Duration> ACKNOWLEDGE_WITHIN =
            Arrays.stream(Severity.values())
                    .collect(Collectors.toMap(severity -> severity, _ -> FIVE_MINUTES));

    private static final Target CONSOLE = new Target("console", List.of("console"), Set.of());

    /// What applies where nothing was defined: the on-call engineer, over the console.
    public static final EscalationPolicy BUILT_IN =
            new EscalationPolicy(
                    "default",
                    List.of(
                            new Step(
                                    List.of(new Target("on-call", List.of("console"), Set.of())),
                                    DELIVER_WITHIN,
                                    ACKNOWLEDGE_WITHIN)),
                    0,
                    CONSOLE,
                    Pace.BUILT_IN,
                    List.of(),
                    List.of(),
                    List.of());

    /// Everybody who is paged at once.
    ///
    /// @param deliverWithin a page not accepted by a channel by then is taken back
    /// @param acknowledgeWithin without an acknowledgement by then the next step is taken; five
    ///   minutes for a severity that is not there
    public record Step(
            List<Target> targets,
            Duration deliverWithin,
            Map<Severity, Duration> acknowledgeWithin) {
        public Step {
            targets = List.copyOf(targets);
            acknowledgeWithin = Map.copyOf(acknowledgeWithin);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("a step needs at least one target");
            }
            var names = new HashSet<String>();
            for (var target : targets) {
                if (!names.add(target.path())) {
                    throw new IllegalArgumentException(
                            "target '" + target.name() + "' stands twice in one step");
                }
            }
            if (!deliverWithin.isPositive()) {
                throw new IllegalArgumentException("a step's times must be longer than 0");
            }
        }

        /// How long an acknowledgement is waited for.
        public Duration acknowledgeWithin(Severity severity) {
            return Optional.ofNullable(acknowledgeWithin.get(severity)).orElse(FIVE_MINUTES);
        }

        /// The targets that want to hear of `severity`.
        public List<Target> hearing(Severity severity) {
            return targets.stream().filter(target -> target.hears(severity)).toList();
        }
    }

    /// The mute time that covers a severity at `at`, if one does.
    public Optional<MuteTime> muted(Instant at, Severity severity) {
        return muteTimes.stream().filter(mute -> mute.covers(at, severity)).findFirst();
    }

    public EscalationPolicy {
        steps = List.copyOf(steps);
        budgets = List.copyOf(budgets);
        changes = List.copyOf(changes);
        muteTimes = List.copyOf(muteTimes);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an escalation policy needs at least one step");
        }
        if (repeat < 0 || repeat > REPEAT_MAX) {
            throw new IllegalArgumentException(
                    "repeat is %d, it can be 0 to %d".formatted(repeat, REPEAT_MAX));
        }
        if (lastResort.kind() != Target.Kind.NAME && lastResort.kind() != Target.Kind.CHANNEL) {
            throw new IllegalArgumentException(
                    "the last resort is '%s', which may be nobody; name a channel"
                            .formatted(lastResort.path()));
        }
    }
}
