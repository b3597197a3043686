package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Input.DeliveryReported.Outcome;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Whoever asks why gets an answer.
class ExplanationTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<RecordedFact> log = new ArrayList<>();
    private final Map<Long, Rulebook> rulesOfThen = new HashMap<>();
    private Story story = recorded(new Story(Story.rules("")));

    @Test
    void a_page_names_its_policy_and_whoever_was_not_told() {
        story.alert("a1", "critical", HOUR);

        var why = explained().getFirst();

        assertThat(why.origin().offset()).isZero();
        assertThat(why.policy()).isEqualTo("default");
        assertThat(why.told())
                .containsExactly("PAGE to first over push (step 1): the incident was opened");
        assertThat(why.notTold())
                .containsExactly(
                        "name/lead (step 1): does not hear of SEV-2",
                        "name/second (step 2): its turn comes without an acknowledgement by"
                                + " 2026-01-05T09:05:00Z",
                        "name/boss (the last resort): only when every step has passed");
        assertThat(why.checks())
                .extracting(Why.Check::reason)
                .containsExactly("none was in effect", "the service depends on nothing");
    }

    @Test
    void what_is_silenced_says_by_what_and_what_did_not_apply() {
        story.rules =
                story.rules.under(
                        List.of(
                                SilenceTest.silence("s1", "alertname", "a1"),
                                SilenceTest.silence("s2", "alertname", "other")));
        story.alert("a1", "critical", HOUR);

        var why = explained().getFirst();

        assertThat(why.told()).isEmpty();
        assertThat(why.notTold()).containsExactly("nobody is told while pages are held back");
        assertThat(why.checks())
                .extracting(Why.Check::applies, Why.Check::reason)
                .startsWith(
                        tuple(true, "covers 1 of the 1 causes that fire"),
                        tuple(false, "covers 0 of the 1 causes that fire"));
    }

    @Test
    void planned_work_of_the_definitions_is_named_with_its_reason() {
        var window =
                """
                {"spec": {"reason": "the vendor patches", "timeZone": "UTC",
                 "matchers": ["service=checkout"], "times": [{"days": ["MON"]}]}}
                """;
        story.rules = Story.with("MaintenanceWindow", window).at(story.now, List.of());
        story.breach("PAGE_FAST");

        assertThat(explained().getFirst().checks())
                .first()
                .isEqualTo(
                        new Why.Check(
                                "maintenance window-w of the definitions: the vendor patches",
                                true,
                                "covers 1 of the 1 causes that fire"));
    }

    @Test
    void definitions_that_are_not_known_any_more_leave_the_facts() {
        story.alert("a1", "critical", HOUR);

        var why = Explanation.of(Story.SERVICE, log, _ -> Optional.empty()).getFirst();

        assertThat(why.told()).hasSize(1);
        assertThat(why.notTold()).isEmpty();
        assertThat(why.policy()).isEmpty();
    }

    /// A month of random trouble: each page and each time that pages are held back has its cause,
    /// its policy, a word on everybody whom the policy names, and on silences and dependencies.
    @Test
    void every_page_and_every_suppression_of_a_month_is_explained() {
        var random = new Random(20260105);
        story = recorded(new Story(Story.dependent("")));
        var calm = story.rules;
        var end = Story.NINE.plus(Duration.ofDays(30));
        while (story.now.isBefore(end)) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> story.alert("a" + random.nextInt(3), "critical", HOUR);
                case 3 -> story.alertEnds("a" + random.nextInt(3));
                case 4 ->
                        story.rules =
                                random.nextBoolean()
                                        ? calm
                                        : calm.under(
                                                List.of(
                                                        SilenceTest.silence(
                                                                "s1", "alertname", "a1")));
                case 5 -> {
                    if (story.state.opened() > 0) {
                        story.acknowledge("x" + log.size());
                    }
                }
                case 6 -> {
                    if (story.state.opened() > 0 && !story.incident().pages().isEmpty()) {
                        var target = story.incident().pages().getLast().target();
                        story.delivery(target, Outcome.ACCEPTED);
                    }
                }
                case 7 -> story.breach(random.nextBoolean() ? "PAGE_FAST" : "TOTAL_OUTAGE");
                case 8 -> story.breach();
                default -> {
                    story.seen = random.nextInt(3) == 0 ? broken(random) : Seen.NOTHING;
                    story.pass(Duration.ofSeconds(random.nextInt(40_000)));
                }
            }
        }
        var incidents = log.stream().map(known -> known.fact().incident()).distinct().toList();
        int pages = 0;
        int attached = 0;
        for (var incident : incidents) {
            var timeline =
                    log.stream().filter(known -> known.fact().incident().equals(incident)).toList();
            for (var why : Explanation.of(Story.SERVICE, timeline, this::rules)) {
                var paged = why.facts().stream().anyMatch(Fact.Paged.class::isInstance);
                var suppressed = why.facts().stream().anyMatch(Fact.Suppressed.class::isInstance);
                pages += paged ? 1 : 0;
                assertThat(why.told().isEmpty()).isEqualTo(!paged);
                assertThat(log)
                        .as("what led to it")
                        .anyMatch(known -> known.origin().equals(why.origin()));
                attached += why.facts().stream().anyMatch(ExplanationTest::attaches) ? 1 : 0;
                if (why.told().stream().anyMatch(line -> line.startsWith("PAGE"))) {
                    assertThat(why.policy()).isEqualTo("default");
                    assertThat(why.notTold()).isNotEmpty();
                    assertThat(why.checks()).noneMatch(Why.Check::applies);
                }
                if (suppressed) {
                    assertThat(why.checks()).anyMatch(Why.Check::applies);
                    assertThat(why.notTold()).isNotEmpty();
                }
            }
        }
        assertThat(pages).isGreaterThan(100);
        assertThat(attached).isGreaterThan(3);
        assertThat(log)
                .filteredOn(known -> known.fact() instanceof Fact.Opened)
                .allSatisfy(known ->
                        assertThat(((Fact.Opened) known.fact()).reason()).contains("(matrix "));
    }

    private static boolean attaches(Fact fact) {
        return fact instanceof Fact.Suppressed by && by.kind() == Incident.Hold.ATTACHED;
    }

    /// What the service needs has an incident of its own.
    private Seen broken(Random random) {
        var id = "db-" + random.nextInt(3);
        return new Seen(0, List.of(new Neighbour("db", id, Severity.SEV1, story.now, false)));
    }

    private Story recorded(Story told) {
        told.decided =
                facts -> {
                    long input = log.size();
                    for (var fact : facts) {
                        long sequence = log.size() + 1L;
                        var origin = new RecordedFact.Origin("alerts", 0, input, "", null);
                        log.add(
                                new RecordedFact(
                                        Story.SERVICE, sequence, told.now, 7, origin, fact));
                        rulesOfThen.put(sequence, told.rules);
                    }
                };
        return told;
    }

    private List<Why> explained() {
        return Explanation.of(Story.SERVICE, log, this::rules);
    }

    private Optional<Rulebook> rules(RecordedFact fact) {
        return Optional.ofNullable(rulesOfThen.get(fact.sequence()));
    }
}
