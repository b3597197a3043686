/// The operators' HTTP API and the model it reads. Shell.
@NullMarked
package tocsin.responder.api;

import org.jspecify.annotations.NullMarked;
