/// What is usual for a value at an hour of the week, and how large events were of late. Pure: told
/// the time and the values.
@NullMarked
package tocsin.detector.baseline;

import org.jspecify.annotations.NullMarked;
