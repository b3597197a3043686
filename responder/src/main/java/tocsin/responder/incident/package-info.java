/// The rules of an incident from opened to resolved. Pure: told the state and the time.
@NullMarked
package tocsin.responder.incident;

import org.jspecify.annotations.NullMarked;
