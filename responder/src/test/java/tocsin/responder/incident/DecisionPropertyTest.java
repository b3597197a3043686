package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.responder.incident.Input.DeliveryReported.Outcome;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;

/// Whatever comes in whatever order: the invariants of a service's state hold after every input.
class DecisionPropertyTest {
    private static final int INPUTS = 3_000;
    private static final String[] FACETS = {
        "TOTAL_OUTAGE", "PAGE_FAST", "PAGE_SLOW", "TICKET_FAST", "TICKET_SLOW", "OTHER"
    };
    private static final String[] LABELS = {"critical", "warning", "info", "", "odd"};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 20260105})
    void random_inputs_keep_the_invariants(long seed) {
        var random = new Random(seed);
        var story = new Story();
        var pages = new HashSet<String>();
        var opened = new HashSet<String>();
        for (int i = 0; i < INPUTS; i++) {
            int known = story.history.size();
            var before = story.state;
            next(story, random);
            var news = story.history.subList(known, story.history.size());
            if (news.isEmpty()) {
                assertThat(story.state).isEqualTo(before);
            }
            for (var fact : news) {
                switch (fact) {
                    case Fact.Opened first -> assertThat(opened.add(first.incident())).isTrue();
                    case Fact.Paged paged -> assertThat(pages.add(paged.page().id())).isTrue();
                    default -> {}
                }
            }
            check(story);
        }
        var replayed = ServiceState.of(Story.SERVICE);
        for (var fact : story.history) {
            replayed = replayed.apply(fact);
        }
        assertThat(replayed).isEqualTo(story.state);
        assertThat(opened).hasSizeGreaterThan(20);
    }

    private static void check(Story story) {
        var state = story.state;
        assertThat(state.sequence()).isEqualTo(story.history.size());
        assertThat(state.open()).extracting(Incident::stream).doesNotHaveDuplicates();
        assertThat(state.open()).allSatisfy(open -> assertThat(open.firing()).isNotEmpty());
        assertThat(state.timers()).extracting(Timer::id).doesNotHaveDuplicates();
        for (var open : state.open()) {
            var worst = open.worst().orElseThrow().severity();
            assertThat(worst.worseThan(open.severity())).isFalse();
            if (open.stream() == Stream.PAGE
                    && open.severity().pages()
                    && open.status() == Status.OPEN) {
                assertThat(escalates(open)).as("somebody is paged or will be: %s", open).isTrue();
            }
            if (open.stream() == Stream.BUDGET) {
                assertThat(open.pages()).extracting(Page::kind).doesNotContain(Page.Kind.PAGE);
            }
        }
    }

    /// Either a deadline leads to the next step, or the last resort was paged.
    private static boolean escalates(Incident open) {
        return open.timers().stream().anyMatch(timer -> timer.kind() != Timer.Kind.EXPIRY)
                || open.pages().stream().anyMatch(page -> page.step() == Page.LAST_RESORT);
    }

    private static void next(Story story, Random random) {
        switch (random.nextInt(9)) {
            case 0, 1 ->
                    story.breachOf(
                            "b" + random.nextInt(2),
                            random.ints(random.nextInt(3), 0, FACETS.length)
                                    .mapToObj(index -> FACETS[index])
                                    .toArray(String[]::new));
            case 2 ->
                    story.alert(
                            "a" + random.nextInt(3),
                            LABELS[random.nextInt(LABELS.length)],
                            Duration.ofSeconds(random.nextInt(600)));
            case 3 -> story.alertEnds("a" + random.nextInt(3));
            case 4 -> {
                if (story.state.opened() > 0) {
                    story.acknowledge("x" + random.nextInt(50));
                }
            }
            case 5, 6 -> {
                if (story.state.opened() > 0) {
                    var page = story.incident().pages();
                    story.delivery(
                            page.get(random.nextInt(page.size())).target(),
                            Outcome.values()[random.nextInt(Outcome.values().length)]);
                }
            }
            default -> story.pass(Duration.ofSeconds(random.nextInt(120)));
        }
    }
}
