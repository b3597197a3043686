package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tocsin.notifier.delivery.Traffic.Reaction;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The first channel of everybody is down for ten minutes while five pages come each second.
class OutageTest {
    private static final Duration QUICK = Duration.ofMillis(50);
    private static final Reaction YES = new Reaction(new Outcome.Accepted("ok"), QUICK);
    private static final Instant DOWN = Pages.NINE.plusSeconds(60);
    private static final Instant UP = DOWN.plusSeconds(600);
    private static final Instant END = UP.plusSeconds(180);
    private static final Duration BETWEEN = Duration.ofMillis(200);

    enum Outage {
        HANGS(new Outcome.Unknown("no answer in time"), Duration.ofSeconds(10)),
        FAILS(new Outcome.TryAgain("HTTP 503"), QUICK),
        CLOSED(new Outcome.TryAgain("no connection"), Duration.ZERO),
        LIMITS(new Outcome.TryAgain("HTTP 429", Optional.of(Duration.ofSeconds(30))), QUICK);

        private final Reaction reaction;

        Outage(Outcome outcome, Duration after) {
            reaction = new Reaction(outcome, after);
        }
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void every_page_reaches_the_alternative_and_no_flood_follows(Outage outage) {
        var traffic =
                new Traffic((channel, at) ->
                        channel.equals("push") && !at.isBefore(DOWN) && at.isBefore(UP)
                                ? outage.reaction
                                : YES);
        var next = Pages.NINE;
        int number = 0;
        while (traffic.now().isBefore(END)) {
            if (!traffic.now().isBefore(next)) {
                number++;
                traffic.tell(Pages.page("p" + number, number, "push", "sms"));
                next = next.plus(BETWEEN);
            }
            traffic.tick();
        }
        for (int i = 0; i < 200; i++) {
            traffic.tick();
        }

        assertThat(traffic.ended).hasSize(number);
        assertThat(traffic.ended.values())
                .allSatisfy(end -> {
                    assertThat(end).isInstanceOf(Step.Accepted.class);
                    assertThat(Duration.between(told(traffic, end), end.at()))
                            .isLessThanOrEqualTo(Duration.ofSeconds(20));
                });
        var toPush =
                traffic.calls.stream()
                        .filter(call -> call.channel().equals("push"))
                        .collect(Collectors.partitioningBy(call -> call.at().isBefore(UP)));
        assertThat(toPush.getOrDefault(true, List.of()))
                .filteredOn(call -> !call.at().isBefore(DOWN))
                .as("calls to a channel that is down")
                .hasSizeLessThan(100);
        assertThat(
                        traffic.calls.stream()
                                .filter(call -> !call.at().isBefore(UP))
                                .collect(
                                        Collectors.groupingBy(
                                                call -> call.at().getEpochSecond(),
                                                Collectors.counting()))
                                .values())
                .as("calls in any second after the outage")
                .allMatch(count -> count <= 15);
        assertThat(toPush.getOrDefault(false, List.of()))
                .as("it is used again")
                .hasSizeGreaterThan(200);
    }

    private static Instant told(Traffic traffic, Step end) {
        return Optional.ofNullable(traffic.told.get(end.page())).orElseThrow();
    }
}
