package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.Envelope;

import java.time.Instant;

class DeliveryModelTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final DeliveryModel model = new DeliveryModel();

    @Test
    void a_message_is_what_was_said_of_it_last_with_every_try() {
        tell("i", "p1", DeliveryKind.QUEUED, 0, "");
        tell("i", "p1", DeliveryKind.STARTED, 1, "phone");
        tell("i", "p1", DeliveryKind.REFUSED, 1, "phone");
        tell("i", "p1", DeliveryKind.STARTED, 2, "mail");
        tell("i", "p1", DeliveryKind.ACCEPTED, 2, "mail");

        assertThat(model.of("i"))
                .singleElement()
                .satisfies(way -> {
                    assertThat(way.state()).isEqualTo(DeliveryKind.ACCEPTED);
                    assertThat(way.tries())
                            .extracting(one -> one.number() + one.channel() + one.result())
                            .containsExactly("1phoneREFUSED", "2mailACCEPTED");
                });
        assertThat(model.of("other")).isEmpty();
    }

    @Test
    void what_this_build_does_not_know_is_left_out() {
        tell("i", "p1", DeliveryKind.UNKNOWN, 0, "");

        assertThat(model.of("i")).isEmpty();
    }

    @Test
    void tries_messages_and_incidents_are_bounded() {
        for (int n = 1; n <= 60; n++) {
            tell("i", "p1", DeliveryKind.STARTED, n, "phone");
        }
        assertThat(model.of("i").getFirst().tries()).hasSize(50);
        for (int n = 0; n < 300; n++) {
            tell("j", "p" + n, DeliveryKind.QUEUED, 0, "");
        }
        assertThat(model.of("j")).hasSize(200);
        for (int n = 0; n < 10_000; n++) {
            tell("i" + n, "p", DeliveryKind.QUEUED, 0, "");
        }
        assertThat(model.of("i")).isEmpty();
    }

    private void tell(String incident, String page, DeliveryKind kind, int attempt, String on) {
        model.read(
                DeliveryEvent.newBuilder()
                        .setEnvelope(Envelope.newBuilder().setId("d").setAt(NINE).build())
                        .setKind(kind)
                        .setService("checkout")
                        .setIncident(incident)
                        .setPage(page)
                        .setTarget("on-call")
                        .setChannel(on)
                        .setAttempt(attempt)
                        .build());
    }
}
