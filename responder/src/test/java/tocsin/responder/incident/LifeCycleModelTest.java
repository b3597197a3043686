package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Random alerts, breaches, people and time against one [NaiveLifeCycle] for each stream, which
/// knows nothing of facts, pages and stores. The seed of a failure stands in its description.
class LifeCycleModelTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 300;
    private static final List<String> LABELS = List.of("critical", "warning", "info");

    /// What may fire of a breach, and what that calls for on a service of tier 0.
    private static final List<Facet> FACETS =
            List.of(
                    new Facet("PAGE_FAST", 20, Stream.PAGE, Severity.SEV2),
                    new Facet("PAGE_FAST", 30, Stream.PAGE, Severity.SEV2),
                    new Facet("PAGE_FAST", 120, Stream.PAGE, Severity.SEV1),
                    new Facet("PAGE_SLOW", 7, Stream.PAGE, Severity.SEV2),
                    new Facet("TOTAL_OUTAGE", 900, Stream.PAGE, Severity.SEV1),
                    new Facet("TICKET_FAST", 3, Stream.BUDGET, Severity.SEV3),
                    new Facet("TICKET_SLOW", 1, Stream.BUDGET, Severity.SEV4));

    private record Facet(String name, double burn, Stream stream, Severity calls) {}

    @Test
    void incidents_live_as_the_naive_model_says() {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Run(seed).steps();
        }
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final Story story = new Story(Story.firstTier());
        private final Map<Stream, NaiveLifeCycle> naive = new EnumMap<>(Stream.class);
        private final List<String> told = new ArrayList<>();
        private Optional<Input> last = Optional.empty();
        private int actions;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            Arrays.stream(Stream.values())
                    .forEach(stream -> naive.put(stream, new NaiveLifeCycle()));
        }

        void steps() {
            for (int step = 0; step < STEPS; step++) {
                next();
                naive.forEach(this::compare);
            }
            LegalFacts.check(story.history, "seed " + seed);
        }

        private void next() {
            var alert = "a" + random.nextInt(3);
            switch (random.nextInt(16)) {
                case 0, 1 -> fires(alert);
                case 2, 3 -> ends(alert);
                case 4, 5, 6 -> burns("b" + random.nextInt(2), 1 + random.nextInt(2));
                case 7, 8 -> burns("b" + random.nextInt(2), 0);
                case 9, 10, 11 -> act(Act.values()[random.nextInt(Act.values().length)]);
                case 12 -> repeat();
                default -> pass(Duration.ofMillis(random.nextInt(20 * 60_000)));
            }
        }

        private void fires(String alert) {
            int label = random.nextInt(LABELS.size());
            var expires = Duration.ofMillis(60_000 + random.nextInt(2 * 60 * 60_000));
            tell(alert(alert, true, LABELS.get(label), story.now.plus(expires)));
            naive(Stream.PAGE)
                    .fires(
                            Cause.alert("prometheus", alert),
                            Severity.values()[label + 1],
                            story.now.plus(expires),
                            story.now);
        }

        private void ends(String alert) {
            tell(alert(alert, false, "critical", null));
            naive(Stream.PAGE).ends(Cause.alert("prometheus", alert), story.now);
        }

        private Input alert(String alert, boolean firing, String label, Instant expires) {
            return new Input.AlertChanged(
                    "prometheus",
                    alert,
                    late(),
                    firing,
                    label,
                    expires,
                    "checkout: HighErrors",
                    "errors",
                    Map.of("alertname", alert),
                    "");
        }

        /// A breach begins, burns otherwise, or has cleared.
        private void burns(String breach, int facets) {
            var firing =
                    random.ints(facets, 0, FACETS.size()).distinct().mapToObj(FACETS::get).toList();
            tell(
                    new Input.BreachChanged(
                            breach,
                            late(),
                            firing.stream()
                                    .map(one -> new Input.Facet(one.name, one.burn))
                                    .toList(),
                            "checkout burns",
                            firing.isEmpty() ? "" : "at " + firing.getFirst().burn,
                            Map.of("breach", breach)));
            naive.forEach((stream, life) ->
                    firing.stream()
                            .filter(one -> one.stream == stream)
                            .map(Facet::calls)
                            .min(Severity::compareTo)
                            .ifPresentOrElse(
                                    calls -> life.fires("breach/" + breach, calls, null, story.now),
                                    () -> life.ends("breach/" + breach, story.now)));
        }

        /// Event times are those of the source: old ones change nothing but what they say.
        private Instant late() {
            return story.now.minusMillis(random.nextInt(10 * 60_000));
        }

        private void act(Act act) {
            var stream = random.nextInt(3) == 0 ? Stream.BUDGET : Stream.PAGE;
            if (naive(stream).opened == 0) {
                return;
            }
            var incident = incident(stream);
            var to = Severity.values()[random.nextInt(Severity.values().length)];
            var until = story.now.plusMillis(1 + random.nextInt(3 * 60 * 60_000));
            boolean old = random.nextInt(5) == 0;
            tell(
                    new Input.Acted(
                            "x" + actions++,
                            act,
                            incident.id(),
                            story.now,
                            "on-call",
                            "",
                            act == Act.SNOOZE ? until : null,
                            act == Act.SET_SEVERITY ? to : null,
                            incident.revision() - (old ? 1 : 0)));
            boolean refused =
                    (naive(stream).status == Status.RESOLVED && act != Act.NOTE)
                            || (act.needsRevision() && old)
                            || (act == Act.SET_SEVERITY && stream == Stream.BUDGET && to.pages());
            if (!refused && naive(stream).status != Status.RESOLVED) {
                acted(naive(stream), act, until, to);
            }
        }

        private void acted(NaiveLifeCycle life, Act act, Instant until, Severity to) {
            switch (act) {
                case ACKNOWLEDGE -> life.taken(story.now, null);
                case SNOOZE -> life.taken(story.now, until);
                case NOTE -> life.touched(story.now);
                case RESOLVE -> life.resolved(story.now);
                case ESCALATE -> life.escalated(story.now);
                case SET_SEVERITY -> life.rated(to, story.now);
            }
        }

        /// The same record once more changes nothing.
        private void repeat() {
            assertThat(last.map(story::tell).orElse(List.of()))
                    .as(this::at)
                    .allMatch(Fact.ActionRefused.class::isInstance);
        }

        private void tell(Input input) {
            told.add(input.toString());
            last = Optional.of(input);
            var _ = story.tell(input);
        }

        private void pass(Duration time) {
            told.add("passes " + time);
            last = Optional.empty();
            story.pass(time);
            naive.values().forEach(life -> life.pass(story.now));
        }

        private void compare(Stream stream, NaiveLifeCycle life) {
            if (life.opened == 0) {
                assertThat(story.history)
                        .as(this::at)
                        .noneMatch(fact ->
                                fact instanceof Fact.Opened first && first.stream() == stream);
                return;
            }
            var incident = incident(stream);
            assertThat(incident.status()).as(this::at).isEqualTo(life.status);
            assertThat(incident.reopened()).as(this::at).isEqualTo(life.reopened);
            assertThat(incident.firing())
                    .as(this::at)
                    .extracting(Cause::id)
                    .containsExactlyInAnyOrderElementsOf(life.firing.keySet());
            if (incident.status() != Status.RESOLVED) {
                assertThat(incident.severity()).as(this::at).isEqualTo(life.severity);
                assertThat(isTold(incident)).as(this::at).isTrue();
            }
            assertThat(naive.values().stream().mapToLong(one -> one.opened).sum())
                    .as(this::at)
                    .isEqualTo(story.state.opened());
        }

        /// Whoever should be woken is, or somebody else will be.
        private static boolean isTold(Incident open) {
            return open.status() != Status.OPEN
                    || !open.severity().pages()
                    || open.ladder().stream().anyMatch(page -> page.step() == Page.LAST_RESORT)
                    || open.timers().stream()
                            .map(Timer::kind)
                            .anyMatch(kind ->
                                    kind == Timer.Kind.DELIVERY
                                            || kind == Timer.Kind.ACKNOWLEDGEMENT);
        }

        private NaiveLifeCycle naive(Stream stream) {
            return Optional.ofNullable(naive.get(stream)).orElseThrow();
        }

        private Incident incident(Stream stream) {
            return story.state
                    .open(stream, "")
                    .or(() -> story.state.resolved(stream, ""))
                    .orElseThrow();
        }

        private String at() {
            return "seed %d after %s".formatted(seed, String.join("\n", told));
        }
    }
}
