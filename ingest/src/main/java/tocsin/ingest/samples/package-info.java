/// Tocsin's own protocol: counted intervals of a service. Pure.
@NullMarked
package tocsin.ingest.samples;

import org.jspecify.annotations.NullMarked;
