/// What every receiver asks of its input: names, times, and how a problem is told. Pure.
@NullMarked
package tocsin.ingest.input;

import org.jspecify.annotations.NullMarked;
