package tocsin.responder.execution;

import org.jspecify.annotations.Nullable;

/// What came of a run.
///
/// @param well whether it worked
/// @param reason why not
/// @param exitCode of a program; null when it did not come to one
/// @param output the end of what it said
public record Outcome(boolean well, String reason, @Nullable Integer exitCode, String output) {}
