package tocsin.ingest;

import tocsin.schemas.AlertEvent;
import tocsin.schemas.MetricSample;

/// A record to be written, keyed by its service.
sealed interface Outgoing {
    /// Its key.
    String service();

    /// For topic `metrics`.
    record Sample(MetricSample value) implements Outgoing {
        @Override
        public String service() {
            return value.getService();
        }
    }

    /// For topic `alerts`.
    record Alert(AlertEvent value) implements Outgoing {
        @Override
        public String service() {
            return value.getService();
        }
    }
}
