package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.responder.remediation.Approval;
import tocsin.runtime.access.Role;
import tocsin.runtime.access.Token;
import tocsin.runtime.access.TokenFile;
import tocsin.schemas.Envelope;
import tocsin.schemas.Proposal;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class ApprovalRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    @TempDir private Path folder;
    private final RemediationModel model = new RemediationModel();
    private final Log log = new Log();
    private final Switch stop = new Switch();
    private Api guarded;
    private Api open;

    @BeforeEach
    void start() throws Exception {
        var tokens = folder.resolve("tokens.json");
        for (var role : List.of(Role.RESPONDER, Role.APPROVER, Role.ADMIN)) {
            TokenFile.change(
                    tokens,
                    book ->
                            book.with(
                                    new Token(
                                            "some-" + role.text(),
                                            Set.of(role),
                                            Token.hash(role.text()),
                                            NINE,
                                            null)));
        }
        var routes =
                new ApprovalRoutes(
                        model,
                        log,
                        () -> "a-" + log.approvals.size(),
                        InstantSource.fixed(NINE),
                        Duration.ofMillis(50));
        guarded =
                Api.guarded(
                        tokens,
                        javalin -> {
                            routes.addTo(javalin);
                            new RemediationRoutes(model).addTo(javalin);
                            new StopRoutes(stop).addTo(javalin);
                        });
        open = new Api(routes::addTo);
        model.read(record(RemediationKind.AWAITING_APPROVAL, ""));
    }

    @AfterEach
    void stop() {
        guarded.close();
        open.close();
    }

    @Test
    void an_approver_approves_what_was_shown_under_the_name_of_the_token() throws Exception {
        var shown = guarded.get("/v1/remediations/r1", bearer("approver")).body();

        var answer = approve(shown.path("hash").asString(), "approver");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("state").asString()).isEqualTo("approved");
        assertThat(answer.body().path("history").size()).isEqualTo(2);
        assertThat(log.approvals)
                .singleElement()
                .isEqualTo(
                        new Approval(
                                "a-0",
                                "r1",
                                shown.path("hash").asString(),
                                1,
                                "some-approver",
                                NINE,
                                NINE.plusSeconds(900),
                                "",
                                ""));
    }

    @Test
    void the_hash_is_that_of_what_is_shown_whatever_the_record_says() throws Exception {
        var shown = guarded.get("/v1/remediations/r1", bearer("approver")).body();
        assertThat(shown.path("hash").asString()).hasSize(64).isNotEqualTo("f".repeat(64));
    }

    @Test
    void other_roles_and_callers_without_a_token_cannot_approve() throws Exception {
        assertThat(approve("a".repeat(64), "responder").status()).isEqualTo(403);
        assertThat(approve("a".repeat(64), "admin").status()).isEqualTo(403);
        assertThat(approve("a".repeat(64), "nobody").status()).isEqualTo(401);
        assertThat(open.post("/v1/remediations/r1/approve", body("a".repeat(64))).status())
                .isEqualTo(403);
        assertThat(log.approvals).isEmpty();
    }

    @Test
    void a_request_that_does_not_say_what_was_seen_is_refused() throws Exception {
        for (var body : List.of("{}", "{\"hash\":\"abc\",\"revision\":1}", body("A".repeat(64)))) {
            assertThat(
                            guarded.post("/v1/remediations/r1/approve", body, bearer("approver"))
                                    .status())
                    .isEqualTo(400);
        }
        assertThat(
                        guarded.post(
                                        "/v1/remediations/none/approve",
                                        body("a".repeat(64)),
                                        bearer("approver"))
                                .status())
                .isEqualTo(404);
    }

    @Test
    void a_refusal_and_a_missing_key_are_told_and_silence_names_where_to_ask() throws Exception {
        log.answer = RemediationKind.ACTION_REFUSED;
        var refused = approve("a".repeat(64), "approver");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().at("/problems/0").asString()).isEqualTo("because");

        log.answer = RemediationKind.UNKNOWN;
        var silent = approve("a".repeat(64), "approver");
        assertThat(silent.status()).isEqualTo(202);
        assertThat(silent.http().headers().firstValue("Location")).contains("/v1/remediations/r1");

        log.hindrance = Optional.of("no key");
        assertThat(approve("a".repeat(64), "approver").status()).isEqualTo(409);
    }

    @Test
    void a_responder_declines_with_a_word() throws Exception {
        log.answer = RemediationKind.REJECTED;
        var answer =
                guarded.post(
                        "/v1/remediations/r1/decline", "{\"note\":\"no\"}", bearer("responder"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(log.refusals.getFirst().actor()).isEqualTo("some-responder");
        assertThat(log.refusals.getFirst().note()).isEqualTo("no");
    }

    @Test
    void responders_stop_everything_and_approvers_let_it_go_on() throws Exception {
        var stopped =
                guarded.post(
                        "/v1/remediation-switch/stop",
                        "{\"reason\":\"migration\"}",
                        bearer("responder"));
        assertThat(stopped.body().path("stopped").asBoolean()).isTrue();
        assertThat(stopped.body().path("by").asString()).isEqualTo("some-responder");
        assertThat(guarded.post("/v1/remediation-switch/stop", "{}", bearer("responder")).status())
                .isEqualTo(400);
        assertThat(
                        guarded.post("/v1/remediation-switch/resume", "{}", bearer("responder"))
                                .status())
                .isEqualTo(403);
        assertThat(
                        guarded.post("/v1/remediation-switch/resume", "{}", bearer("approver"))
                                .body()
                                .path("stopped")
                                .asBoolean())
                .isFalse();
    }

    private Api.Response approve(String hash, String who) throws Exception {
        return guarded.post("/v1/remediations/r1/approve", body(hash), bearer(who));
    }

    private static String body(String hash) {
        return "{\"hash\":\"%s\",\"revision\":1}".formatted(hash);
    }

    private static String[] bearer(String secret) {
        return new String[] {"Authorization", "Bearer " + secret};
    }

    private static RemediationCommand record(RemediationKind kind, String action) {
        return RemediationCommand.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId("r1/" + kind).setAt(NINE).build())
                .setKind(kind)
                .setService("checkout")
                .setIncident("checkout-1")
                .setRemediation("r1")
                .setHash("f".repeat(64))
                .setRevision(1)
                .setReason("because")
                .setAction(action)
                .setProposal(
                        Proposal.newBuilder()
                                .setAction("roll-back")
                                .setTarget("checkout")
                                .setPlan("{}")
                                .setRisk("MEDIUM")
                                .setExpiresAt(NINE)
                                .build())
                .build();
    }

    /// Answers at once, as the log would.
    private final class Log implements ApprovalLog {
        private final List<Approval> approvals = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private RemediationKind answer = RemediationKind.APPROVED;
        private Optional<String> hindrance = Optional.empty();

        @Override
        public Optional<String> hindrance() {
            return hindrance;
        }

        @Override
        public void approve(Approval approval, String service, String incident) {
            approvals.add(approval);
            model.read(record(answer, approval.action()));
        }

        @Override
        public void decline(Refusal refusal) {
            refusals.add(refusal);
            model.read(record(answer, refusal.id()));
        }

        @Override
        public void propose(Request request) {
            throw new AssertionError(request);
        }
    }

    private static final class Switch implements StopLog {
        private Optional<Stop> current = Optional.empty();

        @Override
        public Optional<Stop> current() {
            return current;
        }

        @Override
        public void stop(String actor, String reason) {
            current = Optional.of(new Stop(actor, reason, NINE));
        }

        @Override
        public void resume(String actor) {
            current = Optional.empty();
        }
    }
}
