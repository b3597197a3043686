package tocsin.ingest.prometheus;

import java.time.Duration;

/// What a selected series is to its indicator.
public sealed interface Feed {
    /// Tells the series apart where one has two meanings.
    String word();

    /// The largest value that makes sense.
    default double most() {
        return Double.MAX_VALUE;
    }

    /// A counter in one role.
    record Counter(Role role) implements Feed {
        @Override
        public String word() {
            return role.name();
        }
    }

    /// A gauge.
    ///
    /// @param every how often it is scraped: so long before it a reading stands for
    /// @param limit how much there is of it
    record Gauge(Duration every, double limit) implements Feed {
        private static final double MOST = 1e15;
        private static final double UTILISATION = 1_000;

        @Override
        public String word() {
            return "GAUGE";
        }

        @Override
        public double most() {
            return limit == 1 ? MOST : limit * UTILISATION;
        }
    }

    /// Whether something is up: 0 is not.
    record State() implements Feed {
        @Override
        public String word() {
            return "STATE";
        }
    }
}
