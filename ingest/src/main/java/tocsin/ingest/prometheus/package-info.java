/// Series from Prometheus remote write, picked by the selectors of SLOs and rules. Pure.
@NullMarked
package tocsin.ingest.prometheus;

import org.jspecify.annotations.NullMarked;
