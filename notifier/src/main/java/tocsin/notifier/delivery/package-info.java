/// The rules of delivery: which step of which page is next, and what the steps taken add up to.
/// Pure: told the time, the commands and the answers of channels.
@NullMarked
package tocsin.notifier.delivery;

import org.jspecify.annotations.NullMarked;
