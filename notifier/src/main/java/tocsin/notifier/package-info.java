/// The notifier's shell: reads escalation commands, calls channels, and writes every step to the
/// log before and after each call.
@NullMarked
package tocsin.notifier;

import org.jspecify.annotations.NullMarked;
