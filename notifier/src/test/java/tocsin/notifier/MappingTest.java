package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Message;
import tocsin.notifier.delivery.Pages;
import tocsin.notifier.delivery.Step;
import tocsin.schemas.Detail;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.Topics;

import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class MappingTest {
    private static final Instant NINE = Pages.NINE;

    /// Only classes of known topics are trusted when records are copied; a service knows its own.
    @BeforeAll
    static void know() {
        assertThat(Topics.ALL).isNotEmpty();
    }

    static Stream<Step> steps() {
        return Stream.of(
                new Step.Queued("p1", NINE),
                new Step.Started("p1", NINE, 1, "phone"),
                new Step.Accepted("p1", NINE, 1, "phone", "HTTP 200"),
                new Step.Retry("p1", NINE, 1, "phone", NINE.plusMillis(312), "HTTP 503"),
                new Step.Refused("p1", NINE, 1, "phone", "HTTP 401"),
                new Step.OutcomeUnknown("p1", NINE, 1, "phone", "cut off"),
                new Step.Undeliverable("p1", NINE, "phone: HTTP 401"),
                new Step.Withdrawn("p1", NINE, "taken back"));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void a_step_is_read_back_from_the_log_as_it_was(Step step) {
        var event = Mapping.event(step, Pages.page("p1", 7, "phone"));

        assertThat(Mapping.step(event)).contains(step);
        assertThat(event.getService()).isEqualTo("checkout");
        assertThat(event.getIncident()).isEqualTo("checkout-7k3f9a");
        assertThat(event.getTarget()).isEqualTo("on-call");
        assertThat(event.getEnvelope().getCause().getTopic()).isEqualTo("escalations");
        assertThat(event.getEnvelope().getCause().getOffset()).isEqualTo(7);
    }

    @Test
    void the_id_of_a_step_is_page_attempt_and_kind() {
        var event =
                Mapping.event(
                        new Step.Started("p1", NINE, 3, "phone"), Pages.page("p1", 7, "phone"));

        assertThat(event.getEnvelope().getId()).isEqualTo("p1/3/STARTED");
    }

    @Test
    void a_command_is_read_with_its_place_on_the_log() {
        var command = Mapping.command(Escalations.of("p1", EscalationKind.PAGE), 3, 17, NINE);

        assertThat(command)
                .get()
                .isInstanceOfSatisfying(
                        Command.Notify.class,
                        page -> {
                            assertThat(page.kind()).isEqualTo(Command.Kind.PAGE);
                            assertThat(page.channels()).containsExactly("phone");
                            assertThat(page.source())
                                    .isEqualTo(
                                            new Command.Source(
                                                    3,
                                                    17,
                                                    NINE,
                                                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
                            assertThat(page.message().title()).isEqualTo("checkout burns");
                        });
    }

    @ParameterizedTest
    @EnumSource(
            value = EscalationKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNKNOWN", "WITHDRAW"})
    void each_kind_of_command_has_its_kind_of_notification(EscalationKind kind) {
        assertThat(Mapping.command(Escalations.of("p1", kind), 3, 17, NINE))
                .get()
                .isInstanceOfSatisfying(
                        Command.Notify.class,
                        page -> assertThat(page.kind().name()).isEqualTo(kind.name()));
    }

    @Test
    void details_are_read_in_order_and_only_so_many() {
        var command = Escalations.of("p1", EscalationKind.APPROVAL_WANTED);
        var details = IntStream.range(0, 100).mapToObj(n -> new Detail("n" + n, "t")).toList();
        command.getMessage().put("details", details);

        assertThat(Mapping.command(command, 3, 17, NINE))
                .get()
                .isInstanceOfSatisfying(
                        Command.Notify.class,
                        page ->
                                assertThat(page.message().details())
                                        .hasSize(20)
                                        .startsWith(new Message.Detail("n0", "t")));
    }

    @Test
    void a_withdrawal_needs_no_message() {
        var command = Mapping.command(Escalations.of("p1", EscalationKind.WITHDRAW), 3, 17, NINE);

        assertThat(command).get().isInstanceOf(Command.Withdraw.class);
    }

    @Test
    void a_kind_of_a_later_build_is_skipped() {
        assertThat(Mapping.command(Escalations.of("p1", EscalationKind.UNKNOWN), 3, 17, NINE))
                .isEmpty();
    }

    @Test
    void a_page_without_a_message_is_refused() {
        var silent = Escalations.of("p1", EscalationKind.PAGE);
        silent.put("message", null);

        assertThatThrownBy(() -> Mapping.command(silent, 3, 17, NINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a PAGE without a message");
    }
}
