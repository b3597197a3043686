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
/// @param since event time since which it fires
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
        long since,
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

    /// What one condition has looked at.
    ///
    /// @param length of the window, in milliseconds
    /// @param to end of the window, epoch milliseconds
    /// @param excess what was measured over the threshold: 1 is at it
    /// @param counted what was counted, for people
    /// @param limit what is too much, or too little, for people
    /// @param reading what was compared with what is usual, where the condition does
    public record Window(
            long length,
            long to,
            WindowSum sum,
            double excess,
            String counted,
            String limit,
            Optional<Reading> reading) {}
}
