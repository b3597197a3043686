/// When a service that is listened to has fallen silent: pure rules over what was heard of it, told
/// the time by the ticks on the log.
@NullMarked
package tocsin.detector.absence;

import org.jspecify.annotations.NullMarked;
