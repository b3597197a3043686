package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Fact;
import tocsin.responder.incident.RecordedFact;
import tocsin.responder.incident.Stream;
import tocsin.responder.policy.Severity;
import tocsin.responder.remediation.Approval;
import tocsin.schemas.Envelope;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ProposalRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String GOOD =
            """
            {"incident": "checkout-1", "action": "scale-out", "parameters": {"replicas": "5"},
             "actor": "one", "note": "the queue grows"}
            """;

    private final IncidentModel incidents = new IncidentModel();
    private final RemediationModel remediations = new RemediationModel();
    private final List<ApprovalLog.Request> asked = new ArrayList<>();
    private RemediationKind answer = RemediationKind.AWAITING_APPROVAL;
    private Api api;

    @BeforeEach
    void start() {
        incidents.read(
                new RecordedFact(
                        "checkout",
                        1,
                        NINE,
                        1,
                        new RecordedFact.Origin("breaches", 0, 0, "", null),
                        new Fact.Opened(
                                "checkout-1",
                                NINE,
                                NINE,
                                Stream.PAGE,
                                Severity.SEV2,
                                "because",
                                "checkout burns",
                                "")));
        api =
                new Api(
                        new ProposalRoutes(
                                        incidents,
                                        remediations,
                                        new Log(),
                                        () -> "r-" + asked.size(),
                                        Duration.ofMillis(50))
                                ::addTo);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void what_a_person_wants_is_written_and_the_log_s_answer_is_the_answer() throws Exception {
        var answered = api.post("/v1/remediations", GOOD);

        assertThat(answered.status()).isEqualTo(201);
        assertThat(answered.body().path("state").asString()).isEqualTo("awaiting_approval");
        assertThat(answered.http().headers().firstValue("Location").orElseThrow())
                .isEqualTo("/v1/remediations/" + answered.body().path("id").asString());
        assertThat(asked)
                .containsExactly(
                        new ApprovalLog.Request(
                                "r-0",
                                "checkout",
                                "checkout-1",
                                "scale-out",
                                Map.of("replicas", "5"),
                                "one",
                                "the queue grows"));
    }

    @Test
    void the_same_request_twice_is_written_once() throws Exception {
        var first = api.post("/v1/remediations", GOOD, "Idempotency-Key", "mine");
        var again = api.post("/v1/remediations", GOOD, "Idempotency-Key", "mine");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(asked).hasSize(1);
        assertThat(
                        api.post(
                                        "/v1/remediations",
                                        GOOD.replace("scale-out", "restart"),
                                        "Idempotency-Key",
                                        "mine")
                                .status())
                .isEqualTo(409);
    }

    @Test
    void a_refusal_says_why_and_silence_names_where_to_ask() throws Exception {
        answer = RemediationKind.ACTION_REFUSED;
        var refused = api.post("/v1/remediations", GOOD);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().at("/problems/0").asString()).isEqualTo("because");

        answer = RemediationKind.UNKNOWN;
        var silent = api.post("/v1/remediations", GOOD);
        assertThat(silent.status()).isEqualTo(202);
        assertThat(silent.http().headers().firstValue("Location").orElseThrow())
                .startsWith("/v1/remediations/");
    }

    @Test
    void what_makes_no_sense_is_not_written() throws Exception {
        for (var bad :
                List.of(
                        "{}",
                        GOOD.replace("\"one\"", "\"\""),
                        GOOD.replace("the queue grows", " "),
                        GOOD.replace("\"5\"", "5"),
                        GOOD.replace("\"5\"", "\"" + "5".repeat(501) + "\""),
                        GOOD.replace("{\"replicas\": \"5\"}", "[]"))) {
            assertThat(api.post("/v1/remediations", bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(api.post("/v1/remediations", GOOD.replace("checkout-1", "none")).status())
                .isEqualTo(404);
        assertThat(api.post("/v1/remediations", GOOD, "Idempotency-Key", "a b").status())
                .isEqualTo(400);
        assertThat(asked).isEmpty();
    }

    /// Answers at once, as the log would.
    private final class Log implements ApprovalLog {
        @Override
        public Optional<String> hindrance() {
            return Optional.empty();
        }

        @Override
        public void approve(Approval approval, String service, String incident) {
            throw new AssertionError(approval);
        }

        @Override
        public void decline(Refusal refusal) {
            throw new AssertionError(refusal);
        }

        @Override
        public void propose(Request request) {
            asked.add(request);
            remediations.read(
                    RemediationCommand.newBuilder()
                            .setEnvelope(Envelope.newBuilder().setId("e").setAt(NINE).build())
                            .setKind(answer)
                            .setService(request.service())
                            .setIncident(request.incident())
                            .setRemediation(
                                    tocsin.responder.remediation.Proposal.idOf(
                                            request.incident(), request.action(), request.id()))
                            .setReason("because")
                            .setAction(request.id())
                            .build());
        }
    }
}
