/// How everything decided gets its identity: from what caused it, never from a clock or a random
/// source, so that a retry or a replay makes the same.
@NullMarked
package tocsin.schemas.identity;

import org.jspecify.annotations.NullMarked;
