package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Traffic.Call;
import tocsin.notifier.delivery.Traffic.Reaction;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

class RetryBudgetTest {
    private static final Duration QUICK = Duration.ofMillis(50);
    private static final Reaction YES = new Reaction(new Outcome.Accepted("ok"), QUICK);
    private static final Reaction BUSY = new Reaction(new Outcome.TryAgain("HTTP 503"), QUICK);
    private static final int A_SECOND = 30;
    private static final int SECONDS = 20;

    private final RetryBudget budget = new RetryBudget();
    private final Instant now = Pages.NINE;

    @Test
    void ten_retries_a_second_are_free() {
        assertThat(granted("slack", now, 100)).isEqualTo(10);
        assertThat(granted("slack", now.plusMillis(999), 100)).isZero();
        assertThat(granted("slack", now.plusSeconds(1), 100)).isEqualTo(10);
        assertThat(granted("opsgenie", now, 100)).as("each provider has its own").isEqualTo(10);
    }

    @Test
    void a_fifth_of_what_was_taken_in_the_last_minute_is_added() {
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 100; i++) {
                budget.accepted("slack", now.plusSeconds(second));
            }
        }

        assertThat(granted("slack", now.plusSeconds(59), 100)).isEqualTo(30);
        assertThat(granted("slack", now.plusSeconds(89), 100)).isEqualTo(20);
        assertThat(granted("slack", now.plusSeconds(119), 100)).isEqualTo(10);
    }

    /// Two calls of five fail, which is not enough to give the channel a rest.
    @Test
    void pages_that_may_not_be_tried_again_go_to_the_next_channel_and_none_is_lost() {
        var traffic = play("push", "sms");

        assertThat(traffic.calls).anyMatch(call -> call.channel().equals("sms"));
        assertThat(traffic.ended.values())
                .hasSize(A_SECOND * SECONDS)
                .allMatch(Step.Accepted.class::isInstance)
                .allMatch(end ->
                        Duration.between(traffic.told.getOrDefault(end.page(), END), end.at())
                                        .toSeconds()
                                < 20);
    }

    @Test
    void where_no_other_channel_is_left_they_wait_and_none_is_lost() {
        var traffic = play("push");

        assertThat(traffic.ended.values())
                .hasSize(A_SECOND * SECONDS)
                .allMatch(Step.Accepted.class::isInstance);
    }

    private static final Instant END = Pages.NINE.plusSeconds(SECONDS);

    private Traffic play(String... channels) {
        var calls = new AtomicInteger();
        var traffic =
                new Traffic((channel, _) ->
                        channel.equals("push") && calls.getAndIncrement() % 5 < 2 ? BUSY : YES);
        int number = 0;
        while (traffic.now().isBefore(END)) {
            for (int i = 0; i < A_SECOND / 10; i++) {
                number++;
                traffic.tell(Pages.page("p" + number, number, channels));
            }
            traffic.tick();
        }
        for (int i = 0; i < 3_000 && traffic.ended.size() < number; i++) {
            traffic.tick();
        }
        assertThat(retries(traffic).values())
                .as("calls again in any second")
                .allMatch(count -> count <= 10 + A_SECOND / 5 + 1);
        return traffic;
    }

    /// How often a page was put to `push` again, by second.
    private static Map<Long, Integer> retries(Traffic traffic) {
        var before = new HashSet<String>();
        var retries = new TreeMap<Long, Integer>();
        for (Call call : traffic.calls) {
            if (call.channel().equals("push") && !before.add(call.page())) {
                retries.merge(call.at().getEpochSecond(), 1, Integer::sum);
            }
        }
        return retries;
    }

    private int granted(String provider, Instant at, int wanted) {
        int granted = 0;
        while (granted < wanted && !budget.spent(provider, at)) {
            budget.again(provider, at);
            granted++;
        }
        return granted;
    }
}
