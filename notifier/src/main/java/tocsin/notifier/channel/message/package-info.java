/// What people read: templates for each channel, and the texts they make of a notification.
@NullMarked
package tocsin.notifier.channel.message;

import org.jspecify.annotations.NullMarked;
