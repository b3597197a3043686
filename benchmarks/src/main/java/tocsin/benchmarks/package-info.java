/// Load drivers, run by hand: they measure, they do not judge.
@NullMarked
package tocsin.benchmarks;

import org.jspecify.annotations.NullMarked;
