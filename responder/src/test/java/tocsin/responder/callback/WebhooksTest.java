package tocsin.responder.callback;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.responder.incident.Act;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

class WebhooksTest {
    private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");
    private static final Hmac KEY = new Hmac("callbacks have a key");
    private static final PagerDutyWebhooks PAGERDUTY = new PagerDutyWebhooks(KEY);
    private static final OpsgenieWebhooks OPSGENIE = new OpsgenieWebhooks(KEY);
    private static final String EVENT =
            """
            {"event":{"id":"01BWFUVM2IHHX5KZ","event_type":"incident.acknowledged",
              "resource_type":"incident","occurred_at":"2026-01-05T08:59:58.123Z",
              "agent":{"id":"PLH1HKV","type":"user_reference","summary":"On call"},
              "data":{"id":"PGR0VU2","type":"incident",
                      "incident_key":"checkout-7k3f9a/on-call"}}}
            """;
    private static final String ALERT =
            """
            {"action":"Acknowledge","source":{"name":"web","type":"web"},
             "alert":{"alertId":"052652ac","alias":"checkout-7k3f9a/on-call",
                      "username":"one@example.com","note":"looking","updatedAt":1}}
            """;

    @Test
    void one_right_signature_of_several_is_enough() {
        var right = "v1=" + KEY.hex(EVENT.getBytes(UTF_8));
        var wrong = "v1=" + "0".repeat(64);

        assertThat(pagerDuty(EVENT, wrong + ", " + right))
                .isEqualTo(
                        new Reading.Asked(
                                "01BWFUVM2IHHX5KZ",
                                "pagerduty",
                                "PLH1HKV",
                                Act.ACKNOWLEDGE,
                                "checkout-7k3f9a",
                                Optional.empty(),
                                "",
                                Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1=", ",,,", "v0=abc", "nonsense"})
    void without_a_right_signature_nothing_is_believed(String signature) {
        assertThat(pagerDuty(EVENT, signature))
                .isEqualTo(new Reading.Refused(403, "no signature is right"));
        assertThat(pagerDuty(EVENT + " ", "v1=" + KEY.hex(EVENT.getBytes(UTF_8))))
                .as("of another body")
                .isEqualTo(new Reading.Refused(403, "no signature is right"));
    }

    @ParameterizedTest
    @CsvSource({
        "user_reference, service_reference",
        "incident.acknowledged, incident.priority_updated",
        "checkout-7k3f9a/on-call, 5f4dcc3b5aa765d61d8327deb882cf99"
    })
    void what_no_person_did_with_an_incident_of_ours_is_let_be(String one, String other) {
        assertThat(pagerDuty(EVENT.replace(one, other))).isEqualTo(new Reading.Ignored());
    }

    @ParameterizedTest
    @CsvSource({"2026-01-05T08:59:58.123Z, 2026-01-01T00:00:00Z", "01BWFUVM2IHHX5KZ, ''"})
    void an_old_event_and_one_without_an_id_are_refused(String one, String other) {
        assertThat(pagerDuty(EVENT.replace(one, other)))
                .isEqualTo(new Reading.Refused(400, "the event has no id, or is too old"));
    }

    @Test
    void an_opsgenie_user_acts_on_the_alert_of_an_incident() {
        assertThat(opsgenie(ALERT, KEY.secret()))
                .isInstanceOfSatisfying(
                        Reading.Asked.class,
                        asked -> {
                            assertThat(asked.person()).isEqualTo("one@example.com");
                            assertThat(asked.act()).isEqualTo(Act.ACKNOWLEDGE);
                            assertThat(asked.incident()).isEqualTo("checkout-7k3f9a");
                        });
        assertThat(opsgenie(ALERT, KEY.secret())).isEqualTo(opsgenie(ALERT, KEY.secret()));
    }

    @ParameterizedTest
    @CsvSource({
        "Acknowledge, Create",
        "'\"type\":\"web\"', '\"type\":\"API\"'",
        "checkout-7k3f9a/on-call, other"
    })
    void what_our_own_requests_did_is_let_be(String one, String other) {
        assertThat(opsgenie(ALERT.replace(one, other), KEY.secret()))
                .isEqualTo(new Reading.Ignored());
    }

    @Test
    void without_the_token_or_json_nothing_is_believed() {
        assertThat(opsgenie(ALERT, "callbacks have a ke"))
                .isEqualTo(new Reading.Refused(401, "the token is missing or wrong"));
        assertThat(opsgenie("{", KEY.secret()))
                .isEqualTo(new Reading.Refused(400, "the body is no JSON"));
        assertThat(pagerDuty("{")).isEqualTo(new Reading.Refused(400, "the body is no JSON"));
        assertThat(KEY).hasToString("***");
    }

    private static Reading pagerDuty(String body) {
        return pagerDuty(body, "v1=" + KEY.hex(body.getBytes(UTF_8)));
    }

    private static Reading pagerDuty(String body, String signature) {
        var headers = Map.of("x-pagerduty-signature", signature);
        return PAGERDUTY.read(new Received(headers, body.getBytes(UTF_8), AT));
    }

    private static Reading opsgenie(String body, String token) {
        var headers = Map.of("authorization", "Bearer " + token);
        return OPSGENIE.read(new Received(headers, body.getBytes(UTF_8), AT));
    }
}
