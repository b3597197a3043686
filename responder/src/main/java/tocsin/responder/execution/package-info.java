/// Whether the executor does what a record says: it believes neither the topic nor the responder,
/// only signatures, its own settings and its own log. Pure.
@NullMarked
package tocsin.responder.execution;

import org.jspecify.annotations.NullMarked;
