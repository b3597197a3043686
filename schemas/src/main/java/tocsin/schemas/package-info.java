/// The shared language: the topic catalogue, how values are framed, and the schema registry. The
/// records themselves are generated from `src/main/avro`; they say nothing of null, so each class
/// written by hand is marked by itself.
package tocsin.schemas;
