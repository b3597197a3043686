/// Configuration as services see it: versioned sets of documents, chosen by time. Pure.
@NullMarked
package tocsin.runtime.definitions;

import org.jspecify.annotations.NullMarked;
