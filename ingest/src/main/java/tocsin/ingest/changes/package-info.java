/// What people and their tools changed, in Tocsin's own protocol and as CloudEvents. Pure.
@NullMarked
package tocsin.ingest.changes;

import org.jspecify.annotations.NullMarked;
