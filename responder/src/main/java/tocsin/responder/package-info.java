/// Decides what is done about breaches and alerts, and who is told when. This package is the shell:
/// Kafka, HTTP, clocks.
@NullMarked
package tocsin.responder;

import org.jspecify.annotations.NullMarked;
