/// HTTP as channels need it: one bounded request to an address that was checked.
@NullMarked
package tocsin.notifier.channel.http;

import org.jspecify.annotations.NullMarked;
