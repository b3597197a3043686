package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.MetricSample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Rules that look at what was said last, and at how things grow: certificates, cost, storage.
class RuleStepsTest {
    private static final long HOUR = 3_600;
    private static final long DAY = 24 * HOUR;
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");

    private final List<Breach> breaches = new ArrayList<>();
    private List<KeyValueStore<Bytes, byte[]>> stores = emptyStores();
    private BeforeCommit beforeCommit =
            new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
    private MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private DetectorProcessor processor =
            new DetectorProcessor(Definitions.always(Documents.set(1)));
    private long offset;
    private boolean restarts;

    @Test
    void a_certificate_is_one_breach_that_rises_as_its_end_comes_near_until_it_is_renewed() {
        certificate();

        assertThat(breaches)
                .extracting(RuleStepsTest::told)
                .containsExactly(
                        "cert-30d FIRING TICKET_SLOW 2026-01-15T09:00:00Z",
                        "cert-30d UPDATED TICKET_SLOW 2026-01-31T09:00:00Z",
                        "cert-30d UPDATED TICKET_FAST 2026-02-07T09:00:00Z",
                        "cert-30d UPDATED PAGE_FAST 2026-02-13T09:00:00Z",
                        "cert-30d CLEARED TICKET_SLOW 2026-02-14T01:00:00Z");
        assertThat(breaches)
                .extracting(Breach::getBreach)
                .containsOnly(breaches.get(0).getBreach());
        assertThat(breaches.get(2).getText())
                .isEqualTo(
                        "checkout: it expires in 7 days, at 2026-02-14 09:00 UTC, within 7 d"
                                + " (rule cert-30d)");
        assertThat(breaches.getLast().getText())
                .endsWith("2027-02-14 09:00 UTC, not within 30 d (rule cert-30d)");
        assertThat(breaches.getFirst().getTarget())
                .isEqualTo("within 30d or within 14d or within 7d or within 1d");
    }

    @Test
    void of_two_certificates_under_one_name_the_first_to_expire_counts() {
        init();
        for (long hour = 1; hour <= 48; hour++) {
            process(Wire.gauge("pay", "certificate", hour * HOUR, expires(100), 1), hour * HOUR);
            process(
                    Wire.gauge("pay", "certificate", hour * HOUR + 60, expires(20), 1),
                    hour * HOUR + 60);
            process(Wire.tick(hour * HOUR + 100), hour * HOUR + 100);
        }

        assertThat(breaches).extracting(Breach::getRule).containsExactly("cert-30d");
    }

    @Test
    void cost_is_told_of_at_each_step_with_what_the_month_will_cost_and_a_new_month_begins_anew() {
        init();
        for (long day = 0; day < 30; day++) {
            double spent = Wire.at(day * DAY).isBefore(FEBRUARY) ? 40 + 40 * day : 10 * (day - 26);
            process(Wire.hour("shop", "cost", day * DAY, spent, 1_000), day * DAY);
            process(Wire.tick(day * DAY + 100), day * DAY + 100);
        }

        assertThat(breaches)
                .extracting(RuleStepsTest::told)
                .containsExactly(
                        "cost-budget FIRING TICKET_SLOW 2026-01-17T09:00:00Z",
                        "cost-budget UPDATED TICKET_SLOW 2026-01-24T09:00:00Z",
                        "cost-budget UPDATED TICKET_FAST 2026-01-29T09:00:00Z",
                        "cost-budget CLEARED TICKET_SLOW 2026-02-01T09:01:25Z");
        assertThat(breaches.get(1).getText())
                .isEqualTo(
                        "shop: 800 of 1000 are spent this month (80 %), and at this rate 1060 by"
                                + " its end, 80 % or more (rule cost-budget)");
    }

    @Test
    void storage_is_told_of_with_when_it_will_be_full() {
        init();
        for (long hour = 0; hour <= 8 * 24; hour++) {
            double used = 620 + 10 * hour / 24.0;
            process(Wire.hour("db", "disk", hour * HOUR, used, 1_000), hour * HOUR);
            process(Wire.tick(hour * HOUR), hour * HOUR);
        }
        assertThat(breaches).isEmpty();
        for (long hour = 8 * 24; hour <= 9 * 24; hour++) {
            double used = 620 + 10 * hour / 24.0;
            process(Wire.hour("db", "disk", hour * HOUR + 1, used, 1_000), hour * HOUR + 1);
        }

        var full = breaches.getFirst();
        assertThat(full.getText())
                .startsWith("db: 70 % was in use on average in the last minute, more than 70 %; it")
                .contains(
                        "it grows by 1 % a day (1 % to 1 %): 85 % on 2026-01-28, full on"
                                + " 2026-02-12");
        var growth = full.getEvidence().getGrowth();
        assertThat(growth.getPerDay()).isCloseTo(0.01, within(1e-4));
        assertThat(growth.getHours()).isEqualTo(168);
        assertThat(growth.getAt85())
                .isBetween(Wire.at(22 * DAY + 12 * HOUR), Wire.at(23 * DAY + 12 * HOUR));
    }

    @Test
    void absurd_values_are_refused() {
        init();
        assertThat(
                        List.of(
                                Wire.gauge("a", "certificate", 10, Double.NaN, 1),
                                Wire.gauge("a", "certificate", 10, -1, 1),
                                Wire.gauge("a", "certificate", 10, 1e12, 1),
                                Wire.gauge("a", "cost", 10, 1e16, 1),
                                Wire.gauge("a", "cost", 10, 1, 0),
                                Wire.gauge("a", "cost", 10, 1, Double.POSITIVE_INFINITY)))
                .allSatisfy(poison ->
                        assertThatThrownBy(() -> process(poison, 10))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageStartingWith("unusable sample: "));
    }

    @Test
    void a_restart_changes_nothing() {
        certificate();
        var undisturbed = List.copyOf(breaches);

        stores = emptyStores();
        breaches.clear();
        offset = 0;
        restarts = true;
        certificate();

        assertThat(breaches).isEqualTo(undisturbed);
    }

    /// One that expires in forty days, looked at each Monday, and renewed in its last hours.
    private void certificate() {
        init();
        for (long hour = 0; hour < 41 * 24; hour++) {
            if (hour % (7 * 24) == 0) {
                process(gauge(hour, expires(40)), hour * HOUR);
            }
            if (hour == 39 * 24 + 15) {
                process(gauge(hour, expires(405)), hour * HOUR);
            }
            process(Wire.tick(hour * HOUR + 15), hour * HOUR + 15);
            if (restarts && hour % 37 == 0) {
                beforeCommit.flushCache();
                processor = new DetectorProcessor(Definitions.always(Documents.set(1)));
                init();
            }
        }
    }

    private static MetricSample gauge(long hour, double value) {
        return Wire.gauge("checkout", "certificate", hour * HOUR, value, 1);
    }

    private static double expires(long days) {
        return Wire.at(days * DAY).getEpochSecond();
    }

    private static String told(Breach breach) {
        return "%s %s %s %s"
                .formatted(
                        breach.getRule(),
                        breach.getKind(),
                        breach.getFacets().getFirst().getName(),
                        breach.getEnvelope().getAt());
    }

    private void process(MetricSample sample, long second) {
        context.setRecordMetadata("tocsin.metrics", 0, offset++);
        context.resetForwards();
        processor.process(
                new Record<>(sample.getService(), sample, Wire.at(second).toEpochMilli()));
        context.forwarded().stream()
                .map(one -> one.record().value())
                .filter(Breach.class::isInstance)
                .forEach(breach -> breaches.add((Breach) breach));
    }

    private void init() {
        context = new MockProcessorContext<>();
        stores.forEach(context::addStateStore);
        beforeCommit = new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
        context.addStateStore(beforeCommit);
        processor.init(context);
    }

    private static List<KeyValueStore<Bytes, byte[]>> emptyStores() {
        return DetectorProcessor.STORES.stream().map(MemoryStore::named).toList();
    }
}
