package tocsin.detector;

import tocsin.detector.rule.Measure;
import tocsin.detector.rule.Rule;
import tocsin.detector.rule.RuleSeries;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloSeries;

/// Whoever counts the samples of one indicator of one service.
sealed interface Watcher {
    /// What it has counted.
    SeriesStore.Entry<?> series();

    /// Whether counters give good events beside all, instead of bad ones.
    boolean goodCounted();

    /// Whether it counts events as they are sent.
    boolean countsEvents();

    /// Under what it keeps the last readings of counters.
    SeriesKey counters();

    /// An objective.
    record Objective(Slo slo, SeriesStore.Entry<SloSeries> series) implements Watcher {
        public Objective {
            series.series().watch(slo);
        }

        @Override
        public boolean goodCounted() {
            return slo.goodCounted();
        }

        @Override
        public boolean countsEvents() {
            return true;
        }

        @Override
        public SeriesKey counters() {
            return series.key();
        }
    }

    /// A threshold rule.
    record OfRule(Rule rule, SeriesStore.Entry<RuleSeries> series, boolean goodCounted)
            implements Watcher {
        @Override
        public boolean countsEvents() {
            return rule.measure() instanceof Measure.Events;
        }

        /// Apart from those of an objective of the same name.
        @Override
        public SeriesKey counters() {
            var key = series.key();
            return new SeriesKey(key.service(), "rule\0" + key.slo());
        }
    }
}
