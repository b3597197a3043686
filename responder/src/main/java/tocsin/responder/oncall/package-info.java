/// Who is on call when: rotations, layers, hours, replacements and swaps. Pure arithmetic on time.
@NullMarked
package tocsin.responder.oncall;

import org.jspecify.annotations.NullMarked;
