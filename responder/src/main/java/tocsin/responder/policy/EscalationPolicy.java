package tocsin.responder.policy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Who is paged, in what order, and how long each step is waited for.
///
/// @param lastResort who is paged when every step has passed without an acknowledgement
public record EscalationPolicy(String name, List<Step> steps, Target lastResort) {
    static final Duration DELIVER_WITHIN = Duration.ofSeconds(60);
    static final Duration ACKNOWLEDGE_WITHIN = Duration.ofMinutes(5);

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
                    CONSOLE);

    /// Everybody who is paged at once.
    ///
    /// @param deliverWithin a page not accepted by a channel by then is taken back
    /// @param acknowledgeWithin without an acknowledgement by then the next step is taken
    public record Step(List<Target> targets, Duration deliverWithin, Duration acknowledgeWithin) {
        public Step {
            targets = List.copyOf(targets);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("a step needs at least one target");
            }
            var names = new HashSet<String>();
            for (var target : targets) {
                if (!names.add(target.name())) {
                    throw new IllegalArgumentException(
                            "target '" + target.name() + "' stands twice in one step");
                }
            }
            if (!deliverWithin.isPositive() || !acknowledgeWithin.isPositive()) {
                throw new IllegalArgumentException("a step's times must be longer than 0");
            }
        }

        /// The targets that want to hear of `severity`.
        public List<Target> hearing(Severity severity) {
            return targets.stream().filter(target -> target.hears(severity)).toList();
        }
    }

    public EscalationPolicy {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an escalation policy needs at least one step");
        }
    }
}
