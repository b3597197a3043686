package tocsin.detector.rule;

import tocsin.detector.baseline.Usual;

/// A value beside what is usual for it.
///
/// @param value in the measure's unit
/// @param threshold what it must pass, in the same unit
/// @param excess how far it is: 1 is at the threshold, more is beyond
public record Reading(double value, Usual usual, double threshold, double excess) {}
