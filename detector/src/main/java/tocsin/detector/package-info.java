/// The detector's shell: reads samples, asks the rules in [tocsin.detector.slo], writes breaches
/// and signals. Decides nothing itself and has no clock of its own.
@NullMarked
package tocsin.detector;

import org.jspecify.annotations.NullMarked;
