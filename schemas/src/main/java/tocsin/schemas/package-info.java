/// The shared language: the topic catalogue, how values are framed, and the schema registry. The
/// records themselves are generated from `src/main/avro`.
@NullMarked
package tocsin.schemas;

import org.jspecify.annotations.NullMarked;
