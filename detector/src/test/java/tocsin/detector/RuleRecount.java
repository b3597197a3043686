package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;

import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.RuleCondition;
import tocsin.schemas.RuleEvidence;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A person with a script who does not trust the breach of a rule: takes the samples off the log up
/// to the one that decided it, and looks after each whether the rule held or was clear, with
/// nothing but what the breach says.
final class RuleRecount {
    private static final long ALLOWED_DELAY = 15_000;
    private static final long MINUTE = 60_000;
    private static final long NEVER = Long.MIN_VALUE;

    /// No rule of the test must hold, or be clear, for so long.
    private static final long LOOKED_AT = 12 * MINUTE;

    private static final Offset<Double> CLOSE = within(1e-5);

    private final Breach breach;
    private final RuleEvidence evidence;
    private final List<MetricSample> log;
    private final Set<String> seen = new HashSet<>();
    private final Tally tally = new Tally();
    private long tick = NEVER;
    private int streak;
    private long holdsSince = NEVER;
    private long clearSince = NEVER;

    /// @param log every sample of the partition; its place in the list is its offset
    RuleRecount(Breach breach, List<MetricSample> log) {
        this.breach = breach;
        this.evidence = breach.getEvidence().getRule();
        this.log = log;
    }

    /// Demands that everything the breach says is so.
    void agrees() {
        var crossing = breach.getEvidence().getCrossing();
        for (var sample : log.subList(0, (int) crossing.getOffset() + 1)) {
            if (read(sample) && sample.getEnvelope().getAt().isAfter(from())) {
                decide();
            }
        }
        evidence.getConditions().forEach(this::agrees);
        assertThat(breach.getEvidence().getQuality().getWatermark().toEpochMilli())
                .isEqualTo(watermark());
        if (breach.getKind() == BreachKind.FIRING) {
            fires();
        } else if (breach.getKind() == BreachKind.CLEARED) {
            clears();
        } else if (breach.getText().contains("it comes and goes")) {
            flaps();
        }
    }

    private void flaps() {
        var turns = evidence.getTurns();
        assertThat(turns).hasSize(4);
        assertThat(turns.getLast()).isBeforeOrEqualTo(turns.getFirst().plusMillis(30 * MINUTE));
    }

    private Instant from() {
        return breach.getEnvelope().getAt().minusMillis(LOOKED_AT);
    }

    private void decide() {
        var conditions = evidence.getConditions();
        boolean holds = conditions.stream().anyMatch(this::holds);
        boolean clear = !holds && conditions.stream().allMatch(this::clear);
        holdsSince = !holds ? NEVER : holdsSince == NEVER ? tally.last() : holdsSince;
        clearSince = !clear ? NEVER : clearSince == NEVER ? watermark() : clearSince;
    }

    private void fires() {
        long at = breach.getEnvelope().getAt().toEpochMilli();
        assertThat(at).isEqualTo(tally.last());
        assertThat(evidence.getHoldsSince().toEpochMilli()).isEqualTo(holdsSince);
        assertThat(at - holdsSince).isGreaterThanOrEqualTo(evidence.getForMillis());
        assertThat(evidence.getTurns().getLast().toEpochMilli()).isEqualTo(at);
        assertThat(breach.getFacets().getFirst().getSince().toEpochMilli()).isEqualTo(at);
    }

    private void clears() {
        var turns = evidence.getTurns();
        assertThat(evidence.getHoldsSince()).isNull();
        if (evidence.getClearSince() == null) {
            assertThat(watermark() - turns.getLast().toEpochMilli())
                    .as("quiet after flapping")
                    .isGreaterThanOrEqualTo(15 * MINUTE);
            return;
        }
        long began = turns.get(turns.size() - 2).toEpochMilli();
        assertThat(evidence.getClearSince().toEpochMilli()).isEqualTo(clearSince);
        assertThat(watermark() - clearSince).isGreaterThanOrEqualTo(evidence.getClearForMillis());
        assertThat(watermark() - began).isGreaterThanOrEqualTo(evidence.getMinEpisodeMillis());
    }

    private void agrees(RuleCondition condition) {
        var compared = condition.getCompared();
        assertThat(compared.getValue())
                .as("%s", condition)
                .isCloseTo(value(condition, compared.getTo().toEpochMilli()), CLOSE);
        assertThat(condition.getHolds()).as("%s", condition).isEqualTo(holds(condition));
    }

    private boolean holds(RuleCondition condition) {
        long to = end(condition);
        double value = value(condition, to);
        double limit = condition.getCompared().getLimit();
        boolean beyond =
                switch (condition.getCompared().getComparison()) {
                    case "above" -> value > limit + 1e-9;
                    default -> value >= limit - 1e-9;
                };
        return beyond && guarded(condition, to) && watermark() - tally.last() < kept(condition);
    }

    private long end(RuleCondition condition) {
        return condition.getCompared().getComparison().equals("bad")
                ? Math.max(tally.last(), watermark())
                : tally.last();
    }

    private static long kept(RuleCondition condition) {
        return switch (condition.getCompared().getComparison()) {
            case "bad" -> Long.MAX_VALUE;
            case "inARow" -> 10 * MINUTE;
            default -> 10 * condition.getCompared().getLengthMillis();
        };
    }

    private boolean clear(RuleCondition condition) {
        boolean counts = condition.getCompared().getComparison().equals("bad");
        double value = value(condition, counts ? watermark() : Math.min(watermark(), tally.last()));
        double clear = condition.getCompared().getClear();
        return value < clear - 1e-9
                || (condition.getCompared().getComparison().equals("inARow") && value <= clear)
                || (!counts && watermark() - tally.last() >= kept(condition));
    }

    private double value(RuleCondition condition, long to) {
        var compared = condition.getCompared();
        return switch (compared.getComparison()) {
            case "inARow" -> streak;
            case "bad" -> sum(condition, to).bad();
            default -> sum(condition, to).ratio();
        };
    }

    private Tally.Sum sum(RuleCondition condition, long to) {
        return tally.sum(
                condition.getCompared().getLengthMillis(), condition.getBucketMillis(), to);
    }

    private boolean guarded(RuleCondition condition, long to) {
        if (condition.getCompared().getLengthMillis() == 0) {
            return true;
        }
        var sum = sum(condition, to);
        long bad = (long) Math.floor(sum.bad() + 1e-4);
        long total = (long) Math.ceil(sum.total() - 1e-4);
        return bad >= condition.getMinBad()
                && total >= condition.getMinTotal()
                && (!condition.getWhole()
                        || tally.last() - condition.getCompared().getLengthMillis()
                                >= tally.first())
                && (condition.getAlpha() == 1
                        || chance(condition, bad, total) < condition.getAlpha());
    }

    private static double chance(RuleCondition condition, long bad, long total) {
        double ratio = condition.getCompared().getLimit();
        return bad == 0
                ? 1
                : Tally.chance(bad, Math.min(total, (long) Math.ceil(15 / ratio)), ratio);
    }

    private long watermark() {
        return Math.max(tick, tally.last()) - ALLOWED_DELAY;
    }

    /// Whether it is one that the rule was looked at for.
    private boolean read(MetricSample sample) {
        long end = sample.getEnvelope().getAt().toEpochMilli();
        if (sample.getKind() == MetricKind.TICK) {
            tick = Math.max(tick, end);
            return !tally.isEmpty();
        }
        if (!sample.getService().equals(breach.getService())
                || !sample.getSli().equals(breach.getSli())
                || !seen.add(sample.getEnvelope().getId())) {
            return false;
        }
        switch (sample.getKind()) {
            case COUNTS -> counts(sample, end);
            case GAUGE -> gauge(sample, end);
            case STATE -> state(sample, end);
            case HISTOGRAM -> histogram(sample, end);
            default -> throw new IllegalArgumentException("unexpected: " + sample);
        }
        return true;
    }

    private void counts(MetricSample sample, long end) {
        var counts = sample.getCounts();
        tally.count(
                end - counts.getLengthMillis(),
                end,
                counts.getTotal() - counts.getGood(),
                counts.getTotal());
    }

    private void gauge(MetricSample sample, long end) {
        var gauge = sample.getGauge();
        long length = gauge.getLengthMillis();
        double used = gauge.getValue() / gauge.getLimit();
        var words = evidence.getMeasure().split(" ");
        if (words[0].equals("timeAbove")) {
            long above = used > Double.parseDouble(words[1]) ? length : 0;
            tally.count(end - length, end, above, length);
        } else {
            tally.count(end - length, end, Math.round(used * length * 1_000), length * 1_000);
        }
    }

    private void state(MetricSample sample, long end) {
        boolean down = !sample.getState().getUp();
        if (end >= tally.last()) {
            boolean same = streak != 0 && down == streak > 0;
            streak = (same ? streak : 0) + (down ? 1 : -1);
        }
        tally.count(end - 1, end, down ? 1 : 0, 1);
    }

    private void histogram(MetricSample sample, long end) {
        var histogram = sample.getHistogram();
        double size = Double.parseDouble(evidence.getMeasure().split(" ")[1]);
        long total = 0;
        long above = 0;
        for (int bucket = 0; bucket < histogram.getCounts().size(); bucket++) {
            total += histogram.getCounts().get(bucket);
            if (bucket > 0 && histogram.getBounds().get(bucket - 1) >= size) {
                above += histogram.getCounts().get(bucket);
            }
        }
        tally.count(end - histogram.getLengthMillis(), end, above, total);
    }
}
