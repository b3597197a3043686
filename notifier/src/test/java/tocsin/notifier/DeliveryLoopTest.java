package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pace;
import tocsin.notifier.delivery.Pages;
import tocsin.notifier.delivery.Step;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.OddSerde;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The shell without a broker: Kafka's own in-memory clients, real threads.
class DeliveryLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pace NO_LIMIT = new Pace((_, _) -> new Pace.Limit(Integer.MAX_VALUE));

    private PartitionLog log = new PartitionLog();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Notification> sent = new CopyOnWriteArrayList<>();

    @Test
    void a_command_is_delivered_and_every_step_stands_on_its_partition() throws Exception {
        log.command(Escalations.of("p1", EscalationKind.PAGE));

        live(this::accept, () -> log.kinds().contains("Accepted"));

        assertThat(log.kinds()).containsExactly("Queued", "Started", "Accepted");
        assertThat(log.written(PartitionLog.DELIVERIES))
                .allMatch(record -> record.partition() == PartitionLog.PARTITION)
                .allMatch(record -> new String(record.key(), UTF_8).equals("checkout"));
        assertThat(meters.counter("tocsin.deliveries", "outcome", "accepted").count()).isOne();
        assertThat(meters.timer("tocsin.delivery").count()).isOne();
    }

    @Test
    void what_is_no_command_is_kept_as_a_dead_letter_and_the_next_goes_on() throws Exception {
        log.garbage();
        log.command(Escalations.of("p1", EscalationKind.UNKNOWN));
        log.command(Escalations.of("p2", EscalationKind.PAGE));

        live(this::accept, () -> log.kinds().contains("Accepted"));

        assertThat(log.written("test.dead-letters"))
                .singleElement()
                .satisfies(letter ->
                        assertThat(new String(letter.value(), UTF_8)).isEqualTo("no command"));
        assertThat(sent).extracting(Notification::page).containsExactly("p2");
    }

    @Test
    void commands_and_steps_may_be_framed_by_a_serde_that_was_chosen() throws Exception {
        log = new PartitionLog(OddSerde.chosen(PartitionLog.PREFIX));
        log.command(Escalations.of("p1", EscalationKind.PAGE));
        live(this::accept, () -> log.kinds().contains("Accepted"));

        log.command(Escalations.of("p2", EscalationKind.PAGE));
        live(this::accept, () -> log.kinds().lastIndexOf("Accepted") > 3);

        assertThat(sent).extracting(Notification::page).containsExactly("p1", "p2");
        assertThat(log.written(PartitionLog.DELIVERIES))
                .allMatch(record -> OddSerde.wrote(record.value()));
    }

    @Test
    void a_notifier_that_comes_back_sends_nothing_again() throws Exception {
        log.command(Escalations.of("p1", EscalationKind.PAGE));
        live(this::accept, () -> log.kinds().contains("Accepted"));

        log.command(Escalations.of("p2", EscalationKind.PAGE));
        live(this::accept, () -> log.kinds().lastIndexOf("Accepted") > 3);

        assertThat(sent).extracting(Notification::page).containsExactly("p1", "p2");
    }

    @Test
    void a_call_that_was_cut_by_the_end_of_the_process_is_repeated_and_counted() throws Exception {
        log.command(Escalations.of("p1", EscalationKind.PAGE));
        live(DeliveryLoopTest::neverAnswers, () -> log.kinds().contains("Started"));
        assertThat(log.kinds()).containsExactly("Queued", "Started");

        live(this::accept, () -> log.kinds().contains("Accepted"));

        assertThat(log.kinds())
                .containsExactly("Queued", "Started", "OutcomeUnknown", "Started", "Accepted");
        assertThat(sent).singleElement().matches(Notification::repeat);
        assertThat(meters.counter("tocsin.notifier.repeats").count()).isOne();
    }

    @Test
    void closing_waits_for_the_answers_of_calls_under_way() throws Exception {
        log.command(Escalations.of("p1", EscalationKind.PAGE));
        var closed = new CountDownLatch(1);

        live(
                notification -> {
                    await(closed);
                    return accept(notification);
                },
                () -> {
                    boolean started = log.kinds().contains("Started");
                    if (started) {
                        closed.countDown();
                    }
                    return started;
                });

        assertThat(log.kinds()).containsExactly("Queued", "Started", "Accepted");
    }

    @Test
    void a_channel_that_throws_leaves_the_outcome_unknown() throws Exception {
        log.command(Escalations.of("p1", EscalationKind.PAGE));

        live(
                _ -> {
                    throw new IllegalStateException("a bug");
                },
                () -> log.kinds().contains("OutcomeUnknown"));

        assertThat(log.steps())
                .anySatisfy(step ->
                        assertThat(step)
                                .isInstanceOfSatisfying(
                                        Step.OutcomeUnknown.class,
                                        unknown ->
                                                assertThat(unknown.reason())
                                                        .contains("IllegalStateException")));
    }

    @Test
    void a_page_that_was_told_while_kafka_was_away_is_put_on_the_log_and_not_sent_again()
            throws Exception {
        log.command(Escalations.of("p1", EscalationKind.PAGE));
        log.witness((step, written) -> {
            if (step == DeliveryKind.STARTED && !written) {
                throw new KafkaException("nobody there");
            }
        });
        var clock = new Instant[] {Pages.NINE};
        try (var watch = new KafkaWatch(Duration.ofMinutes(2), this::accept, () -> clock[0])) {
            assertThatThrownBy(() -> live(this::accept, () -> false, watch))
                    .isInstanceOf(KafkaException.class);
            watch.look(true);
            clock[0] = Pages.NINE.plusSeconds(120);
            watch.look(true);
            watch.look(true);
            log.witness((_, _) -> {});
            live(this::accept, () -> log.kinds().contains("Accepted"), watch);
        }

        assertThat(sent)
                .extracting(Notification::page)
                .containsExactly("tocsin-blind-" + Pages.NINE.getEpochSecond(), "p1");
        assertThat(log.steps().getLast())
                .isEqualTo(
                        new Step.Accepted(
                                "p1", clock[0], 1, "tocsin:last-resort", "told without Kafka"));
    }

    @Test
    void a_storm_rings_a_few_times_and_tells_the_rest_together() throws Exception {
        for (int page = 0; page < 50; page++) {
            log.command(Escalations.of("p" + page, EscalationKind.PAGE));
        }
        var clock = new Instant[] {Pages.NINE};
        try (var watch = new KafkaWatch(Duration.ofMinutes(2), this::accept, () -> clock[0])) {
            LoopLife.live(
                    log,
                    this::accept,
                    new Pace((_, _) -> new Pace.Limit(6)),
                    meters,
                    () -> clock[0],
                    () -> {
                        LockSupport.parkNanos(100_000);
                        clock[0] = clock[0].plusMillis(100);
                        return log.kinds().stream().filter("Accepted"::equals).count() == 50
                                || clock[0].isAfter(Pages.NINE.plusSeconds(60));
                    },
                    watch);
        }

        assertThat(sent).hasSize(6);
        assertThat(sent.getLast().others()).hasSize(44);
        assertThat(sent.getLast().message().title()).isEqualTo("(+44 more) checkout burns");
        assertThat(log.steps())
                .filteredOn(Step.Accepted.class::isInstance)
                .extracting(Step::page)
                .doesNotHaveDuplicates()
                .hasSize(50);
        assertThat(log.steps().getLast().at()).isBefore(Pages.NINE.plusSeconds(30));
    }

    @Test
    void fifty_calls_of_a_channel_are_under_way_at_most_and_hold_up_no_other() {
        try (var calls =
                new Calls(
                        this::accept,
                        NO_LIMIT,
                        new NotifierMetrics(meters),
                        InstantSource.system())) {
            assertThat(taken(calls, "phone")).isEqualTo(50);
            assertThat(taken(calls, "mail")).isEqualTo(50);
        }
    }

    private static int taken(Calls calls, String channel) {
        int taken = 0;
        while (calls.take(channel, Pages.NINE)) {
            taken++;
        }
        return taken;
    }

    private Outcome accept(Notification notification) {
        sent.add(notification);
        return new Outcome.Accepted("ok");
    }

    private static Outcome neverAnswers(Notification notification) {
        await(new CountDownLatch(1));
        return new Outcome.Unknown("the test is over: " + notification.page());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One life of a notifier's loop, until `enough`.
    private void live(Channel channel, BooleanSupplier enough) throws InterruptedException {
        try (var watch = new KafkaWatch(Duration.ofMinutes(2), channel, InstantSource.system())) {
            live(channel, enough, watch);
        }
    }

    private void live(Channel channel, BooleanSupplier enough, KafkaWatch watch)
            throws InterruptedException {
        long start = System.nanoTime();
        LoopLife.live(
                log,
                channel,
                NO_LIMIT,
                meters,
                () -> Pages.NINE.plusNanos(System.nanoTime() - start),
                () -> enough.getAsBoolean() || System.nanoTime() - start > LIMIT.toNanos(),
                watch);
    }
}
