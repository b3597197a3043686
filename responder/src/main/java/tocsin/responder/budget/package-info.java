/// How error budgets stand, as the detector tells it each minute. Pure.
@NullMarked
package tocsin.responder.budget;

import org.jspecify.annotations.NullMarked;
