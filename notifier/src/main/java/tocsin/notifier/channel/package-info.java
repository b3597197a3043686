/// Ways to reach a person. Part of the shell: what is in here prints and calls.
@NullMarked
package tocsin.notifier.channel;

import org.jspecify.annotations.NullMarked;
