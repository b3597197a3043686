package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Command.Kind;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Nothing is lost and nothing is doubled, wherever the process dies.
class CrashTest {
    private static final int SCRIPTS = 1_000;
    private static final String[] CHANNELS = {"phone", "mail", "console"};

    @Test
    void dying_at_each_single_point_costs_one_repeat_at_most() {
        for (int point = 0; point < 12; point++) {
            var left = new AtomicInteger(point);
            var story =
                    new Story(
                            _ -> new Outcome.Accepted("ok"),
                            () -> {
                                if (left.getAndDecrement() == 0) {
                                    throw new Story.Crash();
                                }
                            });

            story.tell(Pages.page("p1", 1, "phone"));
            story.run(Duration.ofMinutes(1));

            assertThat(story.kinds("p1")).as("dying at %d", point).endsWith("Accepted");
            assertThat(count(story, "p1", Step.Started.class))
                    .as("dying at %d", point)
                    .isEqualTo(1 + count(story, "p1", Step.OutcomeUnknown.class));
            assertThat(story.sent).as("dying at %d", point).hasSizeBetween(1, 2);
        }
    }

    @Test
    void any_script_of_answers_and_crashes_ends_every_page_once() {
        long first = new Random().nextLong();
        for (int script = 0; script < SCRIPTS; script++) {
            long seed = first + script;
            play(seed);
        }
    }

    private static void play(long seed) {
        var random = new Random(seed);
        int hazards = random.nextInt(4);
        var story =
                new Story(
                        _ -> outcome(random),
                        () -> {
                            if (hazards > 0 && random.nextInt(60) < hazards) {
                                throw new Story.Crash();
                            }
                        });
        var withdrawn = new HashMap<String, Instant>();
        for (int offset = 0; offset < 12; offset++) {
            tellSomething(story, random, offset, withdrawn);
            story.run(Duration.ofMillis(random.nextInt(20_000)));
            remembersWhatTheLogSays(story, seed);
        }
        story.run(Duration.ofHours(2));

        var pages =
                story.commands.stream()
                        .filter(Command.Notify.class::isInstance)
                        .map(Command::page)
                        .toList();
        assertThat(story.outbox().size()).as("seed %d", seed).isZero();
        pages.forEach(page -> endsOnce(story, page, seed));
        pages.forEach(page -> isSentOnceButForUnknowns(story, page, seed));
        pages.forEach(page -> respectsRetryAfter(story, page, seed));
        withdrawn.forEach((page, at) -> isNotSentSince(story, page, at, seed));
    }

    private static void tellSomething(
            Story story, Random random, int offset, Map<String, Instant> withdrawn) {
        if (offset > 0 && random.nextInt(4) == 0) {
            var page = "p" + random.nextInt(offset);
            story.tell(Pages.withdrawal(page, offset));
            withdrawn.putIfAbsent(page, story.now());
            return;
        }
        var kinds = Kind.values();
        var channels = List.of(CHANNELS).subList(0, 1 + random.nextInt(CHANNELS.length));
        story.tell(
                Pages.command(
                        "p" + offset,
                        kinds[random.nextInt(kinds.length)],
                        offset,
                        Duration.ofSeconds(random.nextInt(3600)),
                        channels.toArray(String[]::new)));
    }

    private static Outcome outcome(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Outcome.Accepted("ok");
            case 2 -> new Outcome.Refused("HTTP 400");
            case 3 -> new Outcome.Unknown("cut off");
            case 4 ->
                    new Outcome.TryAgain(
                            "HTTP 429", Optional.of(Duration.ofSeconds(random.nextInt(600))));
            default -> new Outcome.TryAgain("HTTP 503");
        };
    }

    private static void remembersWhatTheLogSays(Story story, long seed) {
        var recovery = new Recovery();
        story.commands.forEach(recovery::read);
        story.log.forEach(recovery::read);

        assertThat(recovery.outbox(story.now()).standing())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(story.outbox().standing());
    }

    private static void endsOnce(Story story, String page, long seed) {
        assertThat(count(story, page, Step.End.class)).as("%s, seed %d", page, seed).isOne();
        assertThat(story.steps(page).getLast())
                .as("%s, seed %d", page, seed)
                .isInstanceOf(Step.End.class);
    }

    private static void isSentOnceButForUnknowns(Story story, String page, long seed) {
        var requests = story.sent.stream().filter(sent -> sent.page().equals(page)).toList();
        long accepted =
                requests.stream()
                        .filter(sent -> sent.outcome() instanceof Outcome.Accepted)
                        .count();
        long unknown = count(story, page, Step.OutcomeUnknown.class);
        long answered =
                count(story, page, Step.Accepted.class)
                        + count(story, page, Step.Retry.class)
                        + count(story, page, Step.Refused.class);

        assertThat(count(story, page, Step.Started.class))
                .as("%s, seed %d", page, seed)
                .isEqualTo(answered + unknown);
        assertThat((long) requests.size())
                .as("%s, seed %d", page, seed)
                .isBetween(answered, answered + unknown);
        assertThat(accepted).as("%s, seed %d", page, seed).isLessThanOrEqualTo(1 + unknown);
        assertThat(requests)
                .as("%s, seed %d", page, seed)
                .extracting(sent -> sent.notification().attempt())
                .doesNotHaveDuplicates();
    }

    private static void respectsRetryAfter(Story story, String page, long seed) {
        var notBefore = new HashMap<String, Instant>();
        for (var step : story.steps(page)) {
            if (step instanceof Step.Retry retry) {
                notBefore.put(retry.channel(), retry.until());
            } else if (step instanceof Step.Started started) {
                assertThat(started.at())
                        .as("%s, seed %d", page, seed)
                        .isAfterOrEqualTo(notBefore.getOrDefault(started.channel(), Instant.EPOCH));
            }
        }
    }

    private static void isNotSentSince(Story story, String page, Instant at, long seed) {
        assertThat(story.sent)
                .as("%s, seed %d", page, seed)
                .noneMatch(sent -> sent.page().equals(page) && sent.at().isAfter(at));
    }

    private static long count(Story story, String page, Class<?> kind) {
        return story.steps(page).stream().filter(kind::isInstance).count();
    }
}
