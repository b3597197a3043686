package tocsin.ingest;

import tocsin.schemas.AlertEvent;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

/// A record to be written, keyed by its service.
sealed interface Outgoing {
    /// Its key.
    String service();

    /// The topic it is for.
    Topic<?> topic();

    /// What a service measured.
    record Sample(MetricSample value) implements Outgoing {
        @Override
        public String service() {
            return value.getService();
        }

        @Override
        public Topic<?> topic() {
            return Topics.METRICS;
        }
    }

    /// What another monitoring system says.
    record Alert(AlertEvent value) implements Outgoing {
        @Override
        public String service() {
            return value.getService();
        }

        @Override
        public Topic<?> topic() {
            return Topics.ALERTS;
        }
    }

    /// What people or their tools changed.
    record Change(ChangeEvent value) implements Outgoing {
        @Override
        public String service() {
            return value.getService();
        }

        @Override
        public Topic<?> topic() {
            return Topics.CHANGES;
        }
    }
}
