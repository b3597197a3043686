/// Who may do what: tokens, their roles, and the file that keeps their hashes.
@NullMarked
package tocsin.runtime.access;

import org.jspecify.annotations.NullMarked;
