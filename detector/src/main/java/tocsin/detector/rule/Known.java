package tocsin.detector.rule;

import tocsin.detector.baseline.Learned;
import tocsin.detector.window.Ring;

import java.util.Optional;

/// All that a series knows, as conditions look at it.
///
/// @param learned what is usual, where the rule asks for that
/// @param latest what a gauge has said last, where the rule asks for that
/// @param streak how the newest checks went
record Known(Ring ring, Optional<Learned> learned, Latest latest, Streak streak) {}
