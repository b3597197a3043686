package tocsin.detector;

import org.apache.kafka.streams.processor.api.Record;

import tocsin.detector.rule.Rule;
import tocsin.detector.rule.RuleChange;
import tocsin.detector.rule.RuleSeries;
import tocsin.detector.rule.RuleStanding;
import tocsin.detector.slo.Change;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloSeries;
import tocsin.detector.window.Delta;
import tocsin.detector.window.Oddities;
import tocsin.schemas.MetricSample;

import java.time.Instant;
import java.util.Optional;

/// Asks objectives and rules what was counted means, and tells what they decide.
final class Judge {
    /// How long samples of a source may be late, in milliseconds.
    static final long ALLOWED_DELAY = 15_000;

    private final SeriesStore<SloSeries> series;
    private final SeriesStore<RuleSeries> ruleSeries;
    private final NewestTick tick;
    private final Outlet outlet;
    private long definitions;

    Judge(
            SeriesStore<SloSeries> series,
            SeriesStore<RuleSeries> ruleSeries,
            NewestTick tick,
            Outlet outlet) {
        this.series = series;
        this.ruleSeries = ruleSeries;
        this.tick = tick;
        this.outlet = outlet;
    }

    /// Decides by these definitions from `record` on, and ends what they do not watch any more.
    void watch(Watched watched, Record<Object, MetricSample> record) {
        definitions = watched.version();
        watched.orphans().forEach(orphan -> withdraw(record, orphan));
        watched.abandoned().forEach(entry -> withdrawObjective(record, entry));
    }

    /// A tick has moved the clock of everything watched.
    void tick(Watched watched, Record<Object, MetricSample> record) {
        for (var objective : watched.objectives()) {
            evaluate(record, objective, false);
        }
        for (var threshold : watched.thresholds()) {
            evaluate(record, threshold, false);
        }
    }

    /// Takes leave of groups that have been silent for so long that nothing is known of them.
    ///
    /// @param watermark time before which no more samples are waited for
    void forgetGroups(Watched watched, long watermark, Record<Object, MetricSample> record) {
        for (var group : watched.silentGroups(watermark)) {
            withdrawObjective(record, group.series());
            watched.forget(group);
        }
    }

    /// Something is counted for `watcher`: was it waited for?
    void hear(Watcher watcher, Delta delta) {
        var oddities = watcher.series().series().oddities();
        long clock = Math.max(tick.at(), oddities.heard());
        oddities.heard(
                delta.start(),
                delta.end(),
                clock == Long.MIN_VALUE ? clock : clock - ALLOWED_DELAY);
    }

    /// Something was counted for `watcher`.
    void counted(Record<Object, MetricSample> record, Watcher watcher) {
        switch (watcher) {
            case Watcher.Objective objective -> evaluate(record, objective, true);
            case Watcher.OfRule threshold -> evaluate(record, threshold, true);
        }
    }

    private void evaluate(
            Record<Object, MetricSample> record, Watcher.Objective objective, boolean counted) {
        var entry = objective.series();
        var one = entry.series();
        long clock = Math.max(tick.at(), one.ring().last());
        var before = one.state();
        // Before the first tick, the first slice has no clock.
        long watermark = clock == Long.MIN_VALUE ? clock : clock - ALLOWED_DELAY;
        for (var child : objective.children()) {
            if (child.series().advance(watermark, child.changes()) || counted) {
                series.changed(child);
            }
        }
        boolean moved = one.advance(watermark, entry.changes());
        var change = one.evaluate(objective.slo(), clock, watermark);
        if (counted || moved || change.isPresent() || !one.state().equals(before)) {
            series.changed(entry);
        }
        change.ifPresent(happened -> tell(record, objective.slo(), one.oddities(), happened));
    }

    private void tell(
            Record<Object, MetricSample> record, Slo slo, Oddities oddities, Change happened) {
        var odd = oddities.within(happened.standing().at());
        var mapping = new Mapping(slo, happened, odd, definitions, outlet.cause(record));
        mapping.breach().ifPresent(breach -> outlet.tell(record, breach));
        outlet.tell(record, mapping.signal());
    }

    private void evaluate(
            Record<Object, MetricSample> record, Watcher.OfRule threshold, boolean counted) {
        var entry = threshold.series();
        var one = entry.series();
        long clock = Math.max(tick.at(), one.ring().last());
        var before = one.state();
        long watermark = clock - ALLOWED_DELAY;
        var change = one.evaluate(entry.key().service(), threshold.rule(), watermark);
        var standing = one.signal(threshold.rule(), clock, watermark, change.isPresent());
        if (counted
                || standing.isPresent()
                || !one.state().equals(before)
                || one.known().hasLearned()) {
            ruleSeries.changed(entry);
        }
        var rule = Optional.of(threshold.rule());
        change.ifPresent(happened ->
                tell(record, entry.key(), rule, one.oddities().within(happened.at()), happened));
        standing.ifPresent(stands -> tell(record, entry.key(), rule, stands));
    }

    private void tell(
            Record<Object, MetricSample> record,
            SeriesKey key,
            Optional<Rule> rule,
            Oddities.Found odd,
            RuleChange happened) {
        var mapping = new RuleMapping(key, rule, happened, odd, definitions, outlet.cause(record));
        outlet.tell(record, mapping.breach());
    }

    private void tell(
            Record<Object, MetricSample> record,
            SeriesKey key,
            Optional<Rule> rule,
            RuleStanding stands) {
        outlet.tell(record, RuleSignals.of(key, rule, stands, definitions, outlet.cause(record)));
    }

    /// A rule watches a service no more: what it has told of is over.
    private void withdraw(
            Record<Object, MetricSample> record, SeriesStore.Entry<RuleSeries> orphan) {
        orphan.series()
                .withdraw()
                .ifPresent(happened -> {
                    ruleSeries.changed(orphan);
                    tell(record, orphan.key(), Optional.empty(), Oddities.Found.NONE, happened);
                    tell(record, orphan.key(), Optional.empty(), orphan.series().withdrawn());
                });
    }

    /// An objective is watched no more: what it has told of is over.
    private void withdrawObjective(
            Record<Object, MetricSample> record, SeriesStore.Entry<SloSeries> entry) {
        var withdrawn =
                new Withdrawn(
                        entry.key(),
                        entry.series().release(),
                        Instant.ofEpochMilli(record.timestamp()),
                        definitions,
                        outlet.cause(record));
        series.changed(entry);
        withdrawn.breach().ifPresent(breach -> outlet.tell(record, breach));
        outlet.tell(record, withdrawn.signal());
    }
}
