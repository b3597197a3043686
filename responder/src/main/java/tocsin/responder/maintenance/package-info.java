/// Planned work that deployment tools tell of, and the times in which it keeps pages back. Pure.
@NullMarked
package tocsin.responder.maintenance;

import org.jspecify.annotations.NullMarked;
