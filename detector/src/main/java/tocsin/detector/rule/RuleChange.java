package tocsin.detector.rule;

import tocsin.detector.window.Trend;
import tocsin.detector.window.WindowSum;

import java.util.List;
import java.util.Optional;

/// A step of a rule's breach, with the evidence.
///
/// @param breachId the breach
/// @param revision number of this telling of it, from 1
/// @param at event time, epoch milliseconds
/// @param firing whether the rule fires after it
/// @param flapping whether it comes and goes, so that no more is told of that
/// @param course how it came to that
/// @param facet class that it has now; empty where nothing watches any more
/// @param forecast when what grows will be full, where the rule foresees it
/// @param windows what each condition has looked at; none where nothing watches any more
/// @param first start of the first interval ever counted, epoch milliseconds
/// @param watermark time before which no more samples were waited for, epoch milliseconds
public record RuleChange(
        Kind kind,
        String breachId,
        int revision,
        long at,
        boolean firing,
        boolean flapping,
        Course course,
        String facet,
        Optional<Trend> forecast,
        List<Window> windows,
        long first,
        long watermark) {
    /// What happened to the breach.
    public enum Kind {
        FIRING,
        UPDATED,
        CLEARED
    }

    /// How a rule came to fire, or to stop; times are epoch milliseconds, [RuleState#NEVER] for
    /// none.
    ///
    /// @param fires event time since which it fires
    /// @param holds event time since which its conditions held when it began to fire
    /// @param clear watermark since which it was clear when it stopped
    /// @param turns when it last fired or cleared, as far as flapping is judged by that
    public record Course(long fires, long holds, long clear, List<Long> turns) {
        /// Of what nobody watches any more.
        static final Course NONE =
                new Course(RuleState.NEVER, RuleState.NEVER, RuleState.NEVER, List.of());

        public Course {
            turns = List.copyOf(turns);
        }
    }

    /// What one condition has looked at.
    ///
    /// @param compared the value and what it is compared with
    /// @param holds whether that is too much, or too little
    /// @param bucket length of the buckets that the window is made of, in milliseconds; 0 for none
    /// @param excess what was measured over the threshold: 1 is at it
    /// @param counted what was counted, for people
    /// @param limit what is too much, or too little, for people
    /// @param reading what was compared with what is usual, where the condition does
    public record Window(
            Compared compared,
            boolean holds,
            long bucket,
            Guarded guarded,
            WindowSum sum,
            double excess,
            String counted,
            String limit,
            Optional<Reading> reading) {}
}
