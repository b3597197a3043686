package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Input.DeliveryReported.Outcome;
import tocsin.responder.incident.Input.RemediationMoved.Stage;
import tocsin.responder.policy.Silence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Who hears that a remediation waits for approval, and that one has failed.
class MattersTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final Story story = new Story();

    @BeforeEach
    void outage() {
        story.breach("PAGE_FAST");
    }

    @Test
    void whoever_was_paged_is_asked_for_approval_and_told_all_about_it() {
        assertThat(Story.told(waits(1))).containsExactly("APPROVAL first");

        assertThat(story.page("first").matter()).isEqualTo(matter("AWAITING_APPROVAL/1", until()));
        assertThat(story.page("first").deliverBy()).isEqualTo(story.now.plus(MINUTE));
    }

    @Test
    void what_does_not_reach_anybody_goes_to_the_next_step_and_in_the_end_to_the_last_resort() {
        waits(1);

        assertThat(Story.told(story.delivery("first", Outcome.UNDELIVERABLE)))
                .containsExactly("APPROVAL second");
        assertThat(story.page("second").matter()).isEqualTo(matter("AWAITING_APPROVAL/1", until()));
        assertThat(Story.told(story.pass(MINUTE))).contains("APPROVAL boss");
        assertThat(story.page("boss").deliverBy()).isNull();
        assertThat(Story.told(story.delivery("boss", Outcome.UNDELIVERABLE))).isEmpty();
    }

    @Test
    void what_was_decided_before_it_was_told_is_taken_back() {
        waits(1);

        var facts = moved(Stage.MOVED, "APPROVED");

        assertThat(Story.kinds(facts)).containsExactly("DeliveryChanged");
        assertThat(story.page("first").state()).isEqualTo(Page.State.WITHDRAWN);
        assertThat(story.page("first").matter().details()).isEmpty();
        assertThat(Story.told(story.pass(MINUTE.multipliedBy(4))))
                .isNotEmpty()
                .noneMatch(told -> told.startsWith("APPROVAL"));
    }

    @Test
    void what_was_told_stays_and_what_changed_is_told_again() {
        waits(1);
        story.delivery("first", Outcome.ACCEPTED);

        assertThat(Story.told(waits(1))).isEmpty();
        assertThat(Story.told(waits(2))).containsExactly("APPROVAL first");
        assertThat(moved(Stage.MOVED, "REJECTED")).hasSize(1);
    }

    @Test
    void nobody_is_asked_once_it_is_over() {
        story.resolve("a1", story.incident().revision());

        assertThat(waits(1)).isEmpty();
    }

    @Test
    void what_a_silence_kept_from_being_asked_is_asked_at_its_end() {
        var silenced = silenced();

        var held = silenced.tell(input(silenced, Stage.WAITS, "AWAITING_APPROVAL/1"));
        assertThat(Story.kinds(held)).containsExactly("QuestionHeld");
        assertThat(silenced.tell(input(silenced, Stage.WAITS, "AWAITING_APPROVAL/1"))).isEmpty();
        assertThat(Story.told(silenced.tell(input(silenced, Stage.FAILED, "FAILED"))))
                .as("what wakes people is told at once")
                .containsExactly("REMEDIATION_FAILED first");

        silenced = silenced();
        silenced.tell(input(silenced, Stage.WAITS, "AWAITING_APPROVAL/1"));
        silenced.rules = Story.RULES;
        assertThat(Story.told(silenced.pass(Duration.ofSeconds(2))))
                .containsExactly("PAGE first", "APPROVAL first");
        assertThat(silenced.incident().questions()).isEmpty();
    }

    @Test
    void what_was_answered_or_has_expired_meanwhile_is_not_asked() {
        var answered = silenced();
        answered.tell(input(answered, Stage.WAITS, "AWAITING_APPROVAL/1"));
        assertThat(Story.kinds(answered.tell(input(answered, Stage.MOVED, "REJECTED"))))
                .containsExactly("QuestionDropped");
        answered.rules = Story.RULES;
        assertThat(Story.told(answered.pass(Duration.ofSeconds(2)))).containsExactly("PAGE first");

        var late = silenced();
        late.tell(input(late, Stage.WAITS, "AWAITING_APPROVAL/1"));
        late.pass(Duration.ofMinutes(16));
        late.rules = Story.RULES;
        assertThat(Story.told(late.pass(Duration.ofSeconds(2)))).containsExactly("PAGE first");
        assertThat(late.incident().questions()).isEmpty();
    }

    @Test
    void who_took_on_what_is_silenced_is_asked_at_its_end() {
        var taken = silenced();
        taken.tell(input(taken, Stage.WAITS, "AWAITING_APPROVAL/1"));
        taken.acknowledge("a1");
        taken.rules = Story.RULES;

        assertThat(Story.told(taken.pass(Duration.ofSeconds(2)))).containsExactly("APPROVAL first");
    }

    private static Story silenced() {
        var silence =
                new Silence(
                        "s1",
                        "SILENCE",
                        Story.NINE,
                        null,
                        "on-call",
                        "we know",
                        Map.of("service", Story.SERVICE));
        var silenced = new Story(Story.RULES.under(List.of(silence)));
        silenced.breach("PAGE_FAST");
        return silenced;
    }

    @Test
    void whoever_asked_for_it_is_not_asked() {
        var input = input(story, Stage.WAITS, "AWAITING_APPROVAL/1");

        assertThat(
                        Story.told(
                                story.tell(
                                        new Input.RemediationMoved(
                                                input.incident(),
                                                input.at(),
                                                input.stage(),
                                                input.state(),
                                                "first",
                                                input.matter()))))
                .containsExactly("APPROVAL second");
    }

    @Test
    void a_failure_wakes_whoever_was_paged_also_when_somebody_has_it_in_hand() {
        story.delivery("first", Outcome.ACCEPTED);
        story.acknowledge("a1");

        assertThat(Story.told(moved(Stage.FAILED, "FAILED")))
                .containsExactly("REMEDIATION_FAILED first");
        assertThat(Story.told(story.pass(MINUTE))).containsExactly("REMEDIATION_FAILED second");
        assertThat(moved(Stage.MOVED, "ROLLED_BACK")).isEmpty();
    }

    @Test
    void a_remediation_of_an_incident_that_nobody_knows_tells_nobody() {
        assertThat(
                        story.tell(
                                new Input.RemediationMoved(
                                        "",
                                        story.now,
                                        Stage.WAITS,
                                        "awaiting approval",
                                        "",
                                        matter("AWAITING_APPROVAL", until()))))
                .isEmpty();
    }

    private List<Fact> waits(int time) {
        return moved(Stage.WAITS, "AWAITING_APPROVAL/" + time);
    }

    private List<Fact> moved(Stage stage, String occasion) {
        return story.tell(input(story, stage, occasion));
    }

    private static Input.RemediationMoved input(Story story, Stage stage, String occasion) {
        return new Input.RemediationMoved(
                story.incident().id(),
                story.now,
                stage,
                "somewhere",
                "",
                matter(occasion, stage == Stage.WAITS ? until() : null));
    }

    private static Matter matter(String occasion, Instant until) {
        return new Matter(
                "r1",
                occasion,
                "roll-back waits",
                List.of(new Matter.Detail("Risk", "MEDIUM")),
                until);
    }

    private static Instant until() {
        return Story.NINE.plus(Duration.ofMinutes(15));
    }
}
