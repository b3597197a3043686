/// What definitions say about severity and escalation. Pure.
@NullMarked
package tocsin.responder.policy;

import org.jspecify.annotations.NullMarked;
