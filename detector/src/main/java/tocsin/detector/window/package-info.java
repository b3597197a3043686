/// The recent history of a series, and what was counted in any window of it. Pure: told the time.
@NullMarked
package tocsin.detector.window;

import org.jspecify.annotations.NullMarked;
