/// Counters from Prometheus remote write, picked by the selectors of SLO documents. Pure.
@NullMarked
package tocsin.ingest.prometheus;

import org.jspecify.annotations.NullMarked;
