/// The executor: reads what was approved, judges it anew, runs it and tells what came of it.
@NullMarked
package tocsin.responder.executor;

import org.jspecify.annotations.NullMarked;
