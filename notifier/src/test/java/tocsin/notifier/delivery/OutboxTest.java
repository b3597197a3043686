package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Command.Kind;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

class OutboxTest {
    private static final Outcome YES = new Outcome.Accepted("ok");
    private static final Outcome BUSY = new Outcome.TryAgain("HTTP 503");
    private static final Outcome NO = new Outcome.Refused("HTTP 401");
    private static final Outcome CUT = new Outcome.Unknown("no answer in time");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void a_page_is_queued_started_and_accepted_once() {
        var story = new Story(_ -> YES);

        story.tell(Pages.page("p1", 1, "phone"));
        story.run(MINUTE);

        assertThat(story.kinds("p1")).containsExactly("Queued", "Started", "Accepted");
        assertThat(story.sent).hasSize(1);
        assertThat(story.outbox().nextDue(story.now())).isEmpty();
    }

    @Test
    void the_same_command_read_again_changes_nothing() {
        var story = new Story(_ -> YES);
        story.tell(Pages.page("p1", 1, "phone"));
        story.run(MINUTE);

        story.tell(Pages.page("p1", 1, "phone"));
        story.run(MINUTE);

        assertThat(story.sent).hasSize(1);
    }

    @Test
    void a_channel_that_refuses_hands_over_to_the_next_at_once() {
        var story = new Story(answers(Map.of("phone", NO, "mail", YES)));

        story.tell(Pages.page("p1", 1, "phone", "mail"));
        story.run(Duration.ZERO);

        assertThat(story.channels("p1")).containsExactly("phone", "mail");
        assertThat(story.kinds("p1"))
                .containsExactly("Queued", "Started", "Refused", "Started", "Accepted");
    }

    @Test
    void a_page_that_every_channel_refuses_is_undeliverable_and_says_why() {
        var story = new Story(_ -> NO);

        story.tell(Pages.page("p1", 1, "phone", "mail"));
        story.run(MINUTE);

        assertThat(story.steps("p1").getLast())
                .isInstanceOfSatisfying(
                        Step.Undeliverable.class,
                        end ->
                                assertThat(end.reason())
                                        .isEqualTo("phone: HTTP 401; mail: HTTP 401"));
    }

    @Test
    void a_page_without_channels_is_undeliverable() {
        var story = new Story(_ -> YES);

        story.tell(Pages.page("p1", 1));
        story.run(MINUTE);

        assertThat(story.kinds("p1")).containsExactly("Queued", "Undeliverable");
        assertThat(story.sent).isEmpty();
    }

    @Test
    void
            after_fifteen_seconds_of_retrying_the_next_channel_has_its_turn_and_later_the_first_again() {
        var story = new Story(_ -> BUSY);

        story.tell(Pages.page("p1", 1, "phone", "mail"));
        story.run(Duration.ofMinutes(5));

        var channels = story.channels("p1");
        int handOver = channels.indexOf("mail");
        var waited = Duration.between(Pages.NINE, story.sent.get(handOver).at());
        assertThat(channels.subList(0, handOver)).hasSizeGreaterThan(1).containsOnly("phone");
        assertThat(waited).isLessThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(channels.subList(handOver, channels.size())).contains("phone");
    }

    @Test
    void a_long_retry_after_hands_over_at_once_and_is_respected() {
        var after = Duration.ofMinutes(2);
        var story =
                new Story(
                        answers(
                                Map.of(
                                        "phone",
                                        new Outcome.TryAgain("HTTP 429", Optional.of(after)),
                                        "mail",
                                        BUSY)));

        story.tell(Pages.page("p1", 1, "phone", "mail"));
        story.run(Duration.ofMinutes(3));

        assertThat(story.channels("p1")).startsWith("phone", "mail");
        assertThat(story.sent.get(1).at()).isEqualTo(Pages.NINE);
        var again =
                story.sent.stream()
                        .filter(request -> request.notification().channel().equals("phone"))
                        .skip(1)
                        .findFirst()
                        .orElseThrow();
        assertThat(again.at()).isAfterOrEqualTo(Pages.NINE.plus(after));
    }

    @Test
    void a_retry_after_of_a_day_is_cut_to_five_minutes() {
        var day = new Outcome.TryAgain("HTTP 429", Optional.of(Duration.ofDays(1)));
        var story = new Story(script(day, YES));

        story.tell(Pages.page("p1", 1, "phone"));
        story.run(Duration.ofMinutes(6));

        assertThat(story.sent.get(1).at()).isEqualTo(Pages.NINE.plus(Duration.ofMinutes(5)));
    }

    @Test
    void an_unknown_outcome_is_sent_again_with_the_same_id_and_marked_as_a_repeat() {
        var story = new Story(script(CUT, YES));

        story.tell(Pages.page("p1", 1, "phone"));
        story.run(MINUTE);

        assertThat(story.kinds("p1"))
                .containsExactly("Queued", "Started", "OutcomeUnknown", "Started", "Accepted");
        assertThat(story.sent).extracting(Story.Sent::page).containsExactly("p1", "p1");
        assertThat(story.sent)
                .extracting(request -> request.notification().repeat())
                .containsExactly(false, true);
        assertThat(story.sent)
                .extracting(request -> request.notification().attempt())
                .containsExactly(1, 2);
    }

    @Test
    void after_our_own_downtime_the_channel_that_may_have_it_is_asked_first() {
        var crashed = new boolean[1];
        var story =
                new Story(notification -> {
                    if (!crashed[0]) {
                        crashed[0] = true;
                        throw new Story.Crash();
                    }
                    return YES;
                });
        story.downtime = MINUTE;

        story.tell(Pages.page("p1", 1, "phone", "console"));
        story.run(Duration.ofMinutes(2));

        assertThat(story.kinds("p1"))
                .containsExactly("Queued", "Started", "OutcomeUnknown", "Started", "Accepted");
        assertThat(story.channels("p1")).containsExactly("phone");
    }

    @Test
    void what_is_not_valid_any_more_is_never_sent() {
        var story = new Story(_ -> YES);

        story.tell(Pages.command("p1", Kind.PAGE, 1, Duration.ZERO, "phone"));
        story.run(MINUTE);

        assertThat(story.kinds("p1")).containsExactly("Queued", "Withdrawn");
        assertThat(story.sent).isEmpty();
    }

    @Test
    void a_command_a_day_old_is_never_sent_however_long_it_says_it_is_valid() {
        var story = new Story(_ -> YES);
        story.run(Duration.ofHours(24));

        story.tell(Pages.command("p1", Kind.PAGE, 1, Duration.ofDays(365), "phone"));
        story.run(MINUTE);

        assertThat(story.kinds("p1")).containsExactly("Queued", "Withdrawn");
    }

    @Test
    void retrying_ends_when_the_page_is_not_valid_any_more() {
        var story = new Story(_ -> BUSY);

        story.tell(Pages.command("p1", Kind.PAGE, 1, Duration.ofMinutes(3), "phone"));
        story.run(Duration.ofHours(1));

        var end = story.steps("p1").getLast();
        assertThat(end).isInstanceOf(Step.Withdrawn.class);
        assertThat(end.at()).isEqualTo(Pages.NINE.plus(Duration.ofMinutes(3)));
    }

    @Test
    void a_withdrawn_page_is_never_sent() {
        var story = new Story(_ -> YES);

        story.tell(Pages.page("p1", 1, "phone"));
        story.tell(Pages.withdrawal("p1", 2));
        story.run(MINUTE);

        assertThat(story.kinds("p1")).containsExactly("Queued", "Withdrawn");
        assertThat(story.sent).isEmpty();
    }

    @Test
    void a_withdrawal_ends_the_retrying_but_not_what_was_accepted() {
        var story = new Story(answers(Map.of("phone", BUSY, "mail", YES)));
        story.tell(Pages.page("p1", 1, "phone"));
        story.tell(Pages.page("p2", 2, "mail"));
        story.run(Duration.ofSeconds(5));

        story.tell(Pages.withdrawal("p1", 3));
        story.tell(Pages.withdrawal("p2", 4));
        int before = story.sent.size();
        story.run(MINUTE);

        assertThat(story.sent).hasSize(before);
        assertThat(story.kinds("p1").getLast()).isEqualTo("Withdrawn");
        assertThat(story.kinds("p2").getLast()).isEqualTo("Accepted");
    }

    @Test
    void the_last_resort_gets_what_no_channel_takes() {
        var down = Map.of("phone", NO, "mail", BUSY, Command.Notify.LAST_RESORT, YES);
        var story = new Story(answers(down));

        story.tell(Pages.page("p1", 1, "phone", "mail").withLastResort());
        story.run(MINUTE);

        assertThat(story.channels("p1")).startsWith("phone", "mail").endsWith("tocsin:last-resort");
        assertThat(story.kinds("p1").getLast()).isEqualTo("Accepted");
        assertThat(story.steps("p1").getLast().at()).isBefore(Pages.NINE.plusSeconds(46));
    }

    @Test
    void a_page_that_another_channel_takes_never_gets_to_the_last_resort() {
        var story = new Story(answers(Map.of("phone", NO, "mail", YES)));

        story.tell(Pages.page("p1", 1, "phone", "mail").withLastResort());
        story.tell(Pages.command("n1", Kind.NOTICE, 2, "phone").withLastResort());
        story.run(MINUTE);

        assertThat(story.channels("p1")).containsExactly("phone", "mail");
        assertThat(story.channels("n1")).containsExactly("phone");
    }

    @Test
    void news_are_told_after_the_pages_before_them() {
        var answers = new ArrayDeque<>(List.of(BUSY, YES, YES));
        var story = new Story(_ -> answers.remove());

        story.tell(Pages.page("p1", 1, "phone"));
        story.tell(Pages.command("p2", Kind.NOTICE, 2, "phone"));
        story.run(MINUTE);

        assertThat(story.sent).extracting(Story.Sent::page).containsExactly("p1", "p1", "p2");
    }

    @Test
    void that_it_is_over_is_told_after_the_pages_before_it() {
        var story = new Story(script(BUSY, YES, YES));
        story.tell(Pages.page("p1", 1, "phone"));
        story.run(Duration.ZERO);

        story.tell(Pages.command("r1", Kind.RESOLVED, 2, "phone"));
        story.run(MINUTE);

        assertThat(story.sent).extracting(Story.Sent::page).containsExactly("p1", "p1", "r1");
    }

    @Test
    void a_page_that_was_never_started_is_not_sent_once_the_incident_is_resolved() {
        var story = new Story(_ -> YES);

        story.tell(Pages.page("p1", 1, "phone"));
        story.tell(Pages.command("r1", Kind.RESOLVED, 2, "phone"));
        story.tell(Pages.page("p2", 3, "phone"));
        story.run(MINUTE);

        assertThat(story.kinds("p1")).containsExactly("Queued", "Withdrawn");
        assertThat(story.kinds("r1").getLast()).isEqualTo("Accepted");
        assertThat(story.kinds("p2").getLast()).as("opened again").isEqualTo("Accepted");
    }

    @Test
    void pages_go_before_notices_when_room_is_short() {
        var outbox = new Outbox();
        outbox.apply(Pages.command("n1", Kind.NOTICE, 1, "phone"));
        outbox.apply(Pages.page("p1", 2, "phone"));
        outbox.decide(Pages.NINE, Room.unbounded()).forEach(outbox::apply);
        var room = new ArrayDeque<>(List.of("one place"));

        var steps = outbox.decide(Pages.NINE, (_, _) -> room.poll() != null);

        assertThat(steps).extracting(Step::page).containsExactly("p1");
    }

    @Test
    void the_first_page_of_a_new_incident_jumps_the_queue() {
        var outbox = new Outbox();
        outbox.apply(Pages.page("p1", 1, "phone"));
        outbox.decide(Pages.NINE, Room.unbounded()).forEach(outbox::apply);
        outbox.decide(Pages.NINE, Room.unbounded()).forEach(outbox::apply);
        outbox.apply(Pages.page("p2", 2, "phone"));
        outbox.apply(Pages.ofIncident("payments-2b4c6d", "p3", 3, "phone"));
        outbox.decide(Pages.NINE, Room.unbounded()).forEach(outbox::apply);
        var room = new ArrayDeque<>(List.of("one place"));

        var steps = outbox.decide(Pages.NINE, (_, _) -> room.poll() != null);

        assertThat(steps).extracting(Step::page).containsExactly("p3");
    }

    @Test
    void a_page_that_was_told_with_another_has_ended() {
        var outbox = new Outbox();
        outbox.apply(Pages.page("p1", 1, "phone"));
        outbox.decide(Pages.NINE, Room.unbounded()).forEach(outbox::apply);
        assertThat(outbox.waiting("on-call", Pages.NINE)).hasSize(1);
        assertThat(outbox.waiting("team-lead", Pages.NINE)).isEmpty();

        outbox.told("p1", Pages.NINE, Digest.CHANNEL, "with p0").forEach(outbox::apply);

        assertThat(outbox.size()).isZero();
        assertThat(outbox.told("p1", Pages.NINE, Digest.CHANNEL, "with p0")).isEmpty();
    }

    @Test
    void an_answer_to_an_attempt_that_is_over_changes_nothing() {
        var story = new Story(_ -> YES);
        story.tell(Pages.page("p1", 1, "phone"));
        story.run(MINUTE);

        assertThat(story.outbox().answer("p1", 1, NO, story.now())).isEmpty();
        assertThat(story.outbox().answer("other", 1, NO, story.now())).isEmpty();
    }

    @Test
    void what_ended_is_forgotten_after_twenty_five_hours_but_still_not_sent_again() {
        var story = new Story(_ -> YES);
        story.tell(Pages.page("p1", 1, "phone"));
        story.run(Duration.ofHours(26));
        story.outbox().forget(story.now());

        story.tell(Pages.page("p1", 1, "phone"));
        story.run(MINUTE);

        assertThat(story.sent).hasSize(1);
    }

    @Test
    void a_page_id_that_is_no_header_value_is_refused() {
        assertThatThrownBy(() -> Pages.page("p1\r\nwebhook-signature: v1,x", 1, "phone"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no page id");
    }

    private static Function<Notification, Outcome> answers(Map<String, Outcome> byChannel) {
        return notification -> byChannel.get(notification.channel());
    }

    private static Function<Notification, Outcome> script(Outcome... outcomes) {
        var left = new ArrayDeque<>(List.of(outcomes));
        return _ -> left.removeFirst();
    }
}
