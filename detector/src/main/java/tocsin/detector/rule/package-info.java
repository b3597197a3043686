/// Threshold rules: samples become bad ones of all in a ring, windows of it are compared with a
/// threshold, and what holds for long enough fires. Pure: told the time, returns what happened.
@NullMarked
package tocsin.detector.rule;

import org.jspecify.annotations.NullMarked;
