/// A folder of definitions: its documents, with the place of every value, and everything that is
/// wrong with them.
@NullMarked
package tocsin.cli.definitions;

import org.jspecify.annotations.NullMarked;
