/// HTTP in, topics out: one receiver per monitoring system. This package is the shell.
@NullMarked
package tocsin.ingest;

import org.jspecify.annotations.NullMarked;
