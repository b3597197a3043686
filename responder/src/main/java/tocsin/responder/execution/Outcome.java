package tocsin.responder.execution;

import org.jspecify.annotations.Nullable;

/// What came of a run.
///
/// @param well whether it worked
/// @param reason why not
/// @param exitCode of a program; null when it did not come to one
/// @param output the end of what it said
/// @param reconciled the run was cut, and this was found out afterwards
public record Outcome(
        boolean well,
        String reason,
        @Nullable Integer exitCode,
        String output,
        boolean reconciled) {

    /// Of a run that was watched from its beginning.
    public Outcome(boolean well, String reason, @Nullable Integer exitCode, String output) {
        this(well, reason, exitCode, output, false);
    }

    /// The same, found out afterwards.
    public Outcome found() {
        return new Outcome(well, reason, exitCode, output, true);
    }
}
