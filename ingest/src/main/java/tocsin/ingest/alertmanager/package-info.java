/// Alerts as a Prometheus Alertmanager takes them. Pure.
@NullMarked
package tocsin.ingest.alertmanager;

import org.jspecify.annotations.NullMarked;
