package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Random alerts, people and time against [NaiveLifeCycle], which knows nothing of facts, pages and
/// stores. The seed of a failure stands in its description.
class LifeCycleModelTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 250;
    private static final List<String> LABELS = List.of("critical", "warning", "info");

    @Test
    void incidents_live_as_the_naive_model_says() {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Run(seed).steps();
        }
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final Story story = new Story(Story.rules(""));
        private final NaiveLifeCycle naive = new NaiveLifeCycle();
        private final List<String> told = new ArrayList<>();
        private int actions;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void steps() {
            for (int step = 0; step < STEPS; step++) {
                next();
                compare();
            }
            LegalFacts.check(story.history, "seed " + seed);
        }

        private void next() {
            var alert = "a" + random.nextInt(4);
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> fires(alert);
                case 4, 5 -> {
                    told.add("ends " + alert);
                    story.alertEnds(alert);
                    naive.ends(alert, story.now);
                }
                case 6 -> act(Act.ACKNOWLEDGE);
                case 7 -> act(random.nextBoolean() ? Act.NOTE : Act.RESOLVE);
                case 8 -> snooze();
                default -> pass(Duration.ofMillis(random.nextInt(20 * 60_000)));
            }
        }

        private void fires(String alert) {
            int label = random.nextInt(LABELS.size());
            var expires = Duration.ofMillis(60_000 + random.nextInt(2 * 60 * 60_000));
            told.add("fires %s %s for %s".formatted(alert, LABELS.get(label), expires));
            story.alert(alert, LABELS.get(label), expires);
            naive.fires(alert, Severity.values()[label + 1], story.now.plus(expires), story.now);
        }

        private void act(Act act) {
            if (story.state.opened() == 0) {
                return;
            }
            told.add(act.name());
            var incident = story.incident();
            var action = "x" + actions++;
            if (act == Act.RESOLVE) {
                story.resolve(action, incident.revision());
            } else {
                story.act(act, action, incident.id());
            }
            naive.act(act, story.now, null);
        }

        private void snooze() {
            if (story.state.opened() == 0) {
                return;
            }
            var time = Duration.ofMillis(1 + random.nextInt(3 * 60 * 60_000));
            told.add("snoozes " + time);
            story.snooze("x" + actions++, time);
            naive.act(Act.SNOOZE, story.now, story.now.plus(time));
        }

        private void pass(Duration time) {
            told.add("passes " + time);
            story.pass(time);
            naive.pass(story.now);
        }

        private void compare() {
            if (story.state.opened() == 0) {
                assertThat(naive.opened).isZero();
                return;
            }
            var incident = story.incident();
            var at = "seed %d after %s".formatted(seed, told);
            assertThat(incident.status()).as(at).isEqualTo(naive.status);
            assertThat(story.state.opened()).as(at).isEqualTo(naive.opened);
            assertThat(incident.reopened()).as(at).isEqualTo(naive.reopened);
            assertThat(incident.firing())
                    .as(at)
                    .extracting(Cause::id)
                    .containsExactlyInAnyOrderElementsOf(
                            naive.firing.keySet().stream()
                                    .map(alert -> Cause.alert("prometheus", alert))
                                    .toList());
            if (incident.status() != Status.RESOLVED) {
                assertThat(incident.severity()).as(at).isEqualTo(naive.severity);
            }
        }
    }

    /// Which facts may follow which, read from the history alone.
    private static final class LegalFacts {
        private LegalFacts() {}

        static void check(List<Fact> history, String seed) {
            var open = new HashSet<String>();
            var over = new HashSet<String>();
            for (var fact : history) {
                var id = fact.incident();
                switch (fact) {
                    case Fact.Opened _ -> {
                        assertThat(open).as(seed + ": one at a time").isEmpty();
                        assertThat(over).as(seed).doesNotContain(id);
                        open.add(id);
                    }
                    case Fact.Reopened _ -> {
                        assertThat(open.contains(id) || over.remove(id)).as(seed).isTrue();
                        open.add(id);
                    }
                    case Fact.Resolved _ -> {
                        assertThat(open.remove(id)).as(seed + ": open before").isTrue();
                        over.add(id);
                    }
                    case Fact.Paged(_, _, var page, _) ->
                            assertThat(page.kind() == Page.Kind.RESOLVED ? over : open)
                                    .as("%s: %s of an incident", seed, page.kind())
                                    .contains(id);
                    case Fact.Acknowledged _,
                            Fact.SeverityRaised _,
                            Fact.SeverityLowered _,
                            Fact.ResponseMissed _,
                            Fact.Suppressed _,
                            Fact.Released _ ->
                            assertThat(open).as("%s: %s", seed, fact).contains(id);
                    case Fact.CauseChanged _,
                            Fact.DeadlinesSet _,
                            Fact.Folded _,
                            Fact.DeliveryChanged _,
                            Fact.ActionTaken _,
                            Fact.ActionRefused _ -> {}
                }
            }
        }
    }

    /// What an incident is said to do, without anything that makes it so.
    static final class NaiveLifeCycle {
        final Map<String, Alert> firing = new TreeMap<>();
        Status status = Status.RESOLVED;
        Severity severity = Severity.SEV4;
        long opened;
        int reopened;
        private Instant resolvedAt = Instant.MIN;
        private Instant lapsesAt = Instant.MAX;
        private Instant sev1At = Instant.MAX;
        private Instant lowerAt = Instant.MAX;
        private Instant calmAt = Instant.MAX;
        private Instant now = Instant.MIN;

        record Alert(Severity severity, Instant expires) {}

        void fires(String id, Severity calls, Instant expires, Instant time) {
            now = time;
            var before = worst();
            var known = firing.get(id);
            boolean known0 =
                    known != null
                            && known.severity == calls
                            && Duration.between(known.expires, expires)
                                            .abs()
                                            .compareTo(Duration.ofMinutes(1))
                                    <= 0;
            if (known0) {
                return;
            }
            if (status != Status.RESOLVED) {
                firing.put(id, new Alert(calls, expires));
                calmAt = Instant.MAX;
                judge(before);
            } else if (known != null && calls.compareTo(known.severity) >= 0) {
                firing.put(id, new Alert(calls, expires));
            } else if (opened > 0 && now.isBefore(resolvedAt.plus(Duration.ofMinutes(10)))) {
                firing.put(id, new Alert(calls, expires));
                reopened++;
                begin(calls);
            } else {
                firing.clear();
                firing.put(id, new Alert(calls, expires));
                opened++;
                reopened = 0;
                begin(calls);
            }
        }

        void ends(String id, Instant time) {
            now = time;
            var before = worst();
            if (firing.remove(id) == null || status == Status.RESOLVED) {
                return;
            }
            if (!firing.isEmpty()) {
                judge(before);
            } else if (reopened >= 3) {
                calmAt = now.plus(Duration.ofMinutes(15));
            } else {
                resolve();
            }
        }

        void act(Act act, Instant time, Instant until) {
            now = time;
            if (status == Status.RESOLVED) {
                return;
            }
            switch (act) {
                case RESOLVE -> resolve();
                case ACKNOWLEDGE, SNOOZE -> {
                    status = Status.ACKNOWLEDGED;
                    lapsesAt = until == null ? lapse() : until;
                }
                case NOTE -> lapsesAt = status == Status.ACKNOWLEDGED ? lapse() : Instant.MAX;
                case ESCALATE, SET_SEVERITY -> throw new IllegalArgumentException();
            }
        }

        /// Whatever is due until then happens, one after the other.
        void pass(Instant end) {
            while (true) {
                var expiry =
                        firing.entrySet().stream()
                                .min(
                                        Map.Entry.comparingByValue(
                                                Comparator.comparing(Alert::expires)));
                var expires =
                        expiry.map(alert -> alert.getValue().expires.plus(Duration.ofMinutes(1)))
                                .orElse(Instant.MAX);
                var due =
                        List.of(expires, lapsesAt, sev1At, lowerAt, calmAt).stream()
                                .min(Instant::compareTo)
                                .orElseThrow();
                if (due.isAfter(end)) {
                    return;
                }
                now = due.isAfter(now) ? due : now;
                if (due.equals(expires)) {
                    ends(expiry.orElseThrow().getKey(), now);
                } else if (due.equals(lapsesAt)) {
                    status = Status.OPEN;
                    lapsesAt = Instant.MAX;
                } else if (due.equals(sev1At)) {
                    change(Severity.SEV1);
                } else if (due.equals(lowerAt)) {
                    lowerAt = Instant.MAX;
                    if (!firing.isEmpty() && severity.worseThan(worst())) {
                        change(worst());
                    }
                } else {
                    resolve();
                }
            }
        }

        private void begin(Severity calls) {
            status = Status.OPEN;
            lapsesAt = Instant.MAX;
            sev1At = Instant.MAX;
            lowerAt = Instant.MAX;
            severity = Severity.SEV4;
            change(calls);
        }

        private void judge(Severity before) {
            var calls = worst();
            if (calls.worseThan(severity)) {
                change(calls);
                return;
            }
            boolean worse = before == null || calls.worseThan(before);
            boolean less =
                    (before != null && before.worseThan(calls))
                            || (!lowerAt.equals(Instant.MAX) && !worse);
            if (!less || !severity.worseThan(calls)) {
                lowerAt = Instant.MAX;
            } else if (lowerAt.equals(Instant.MAX)) {
                lowerAt = now.plus(Duration.ofMinutes(5));
            }
        }

        private void change(Severity to) {
            if (to.pages() && !severity.pages()) {
                status = Status.OPEN;
                lapsesAt = Instant.MAX;
            }
            severity = to;
            lowerAt = Instant.MAX;
            if (to != Severity.SEV2) {
                sev1At = Instant.MAX;
            } else if (sev1At.equals(Instant.MAX)) {
                sev1At = now.plus(Duration.ofMinutes(30));
            }
        }

        private void resolve() {
            status = Status.RESOLVED;
            resolvedAt = now;
            lapsesAt = Instant.MAX;
            sev1At = Instant.MAX;
            lowerAt = Instant.MAX;
            calmAt = Instant.MAX;
        }

        private Instant lapse() {
            var usual = severity.pages() ? now.plus(Duration.ofHours(1)) : Instant.MAX;
            boolean both = !lapsesAt.equals(Instant.MAX) && !usual.equals(Instant.MAX);
            return both && lapsesAt.isAfter(usual) ? lapsesAt : usual;
        }

        private Severity worst() {
            return firing.values().stream()
                    .map(Alert::severity)
                    .min(Severity::compareTo)
                    .orElse(null);
        }
    }
}
