package tocsin.detector;

import org.jspecify.annotations.Nullable;

/// The sample or tick that led to a decision.
///
/// @param trace trace context it carried
record Cause(int partition, long offset, @Nullable String trace) {}
