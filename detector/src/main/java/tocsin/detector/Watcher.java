package tocsin.detector;

import tocsin.detector.rule.Rule;
import tocsin.detector.rule.RuleSeries;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloSeries;
import tocsin.detector.slo.Threshold;
import tocsin.detector.window.Delta;

import java.util.List;
import java.util.Optional;

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

    /// Counts events of its indicator.
    default void count(Delta events) {
        series().count(events);
    }

    /// An objective, or one part of a composite.
    ///
    /// @param children series of a composite's parts, in order; empty where there is one indicator
    /// @param part number of the part
    record Objective(
            Slo slo,
            SeriesStore.Entry<SloSeries> series,
            List<SeriesStore.Entry<SloSeries>> children,
            int part)
            implements Watcher {
        /// The whole of it, watching from now on.
        static Objective of(
                Slo slo,
                SeriesStore.Entry<SloSeries> series,
                List<SeriesStore.Entry<SloSeries>> children) {
            for (int child = 0; child < children.size(); child++) {
                children.get(child).series().watch(slo.children().get(child));
            }
            series.series().watch(slo, children.stream().map(SeriesStore.Entry::series).toList());
            return new Objective(slo, series, children, 0);
        }

        /// One part of it.
        Objective part(int number) {
            return number == part ? this : new Objective(slo, series, children, number);
        }

        @Override
        public void count(Delta events) {
            if (children.isEmpty()) {
                series.count(events);
            } else {
                var child = children.get(part);
                int weight = slo.parts().all().get(part).weight();
                series.series().count(events, weight, series.changes(), () -> child.count(events));
            }
        }

        @Override
        public boolean goodCounted() {
            return slo.parts().all().get(part).goodCounted();
        }

        /// What it compares, where it measures a value.
        Optional<Threshold> threshold() {
            return slo.parts().all().get(part).threshold();
        }

        @Override
        public boolean countsEvents() {
            return threshold().isEmpty();
        }

        @Override
        public SeriesKey counters() {
            return children.isEmpty() ? series.key() : children.get(part).key();
        }
    }

    /// A threshold rule.
    record OfRule(Rule rule, SeriesStore.Entry<RuleSeries> series, boolean goodCounted)
            implements Watcher {
        public OfRule {
            series.series().watch(rule);
        }

        @Override
        public boolean countsEvents() {
            return rule.measure().ofEvents();
        }

        /// Apart from those of an objective of the same name.
        @Override
        public SeriesKey counters() {
            var key = series.key();
            return new SeriesKey(key.service(), "rule\0" + key.slo());
        }
    }
}
