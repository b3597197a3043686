/// What may be done about an incident: the catalogue of actions, and what the evidence speaks for.
/// Pure.
@NullMarked
package tocsin.responder.remediation;

import org.jspecify.annotations.NullMarked;
