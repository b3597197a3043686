package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.responder.incident.Decision;
import tocsin.responder.incident.Input;
import tocsin.responder.incident.RecordedFact;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DefinitionSet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class IncidentRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String ACTOR = "{\"actor\": \"on-call\", \"note\": \"looking\"}";

    private final IncidentModel model = new IncidentModel();
    private final List<ActionLog.Action> written = new ArrayList<>();
    private ServiceState state = ServiceState.of("checkout");
    private boolean answering = true;
    private Api api;
    private String id;

    @BeforeEach
    void an_incident_is_open() {
        var actions =
                new ActionRoutes(
                        model,
                        this::append,
                        () -> "made-up-id",
                        InstantSource.fixed(NINE),
                        Duration.ofMillis(200));
        api =
                new Api(routes -> {
                    new IncidentRoutes(model).addTo(routes);
                    actions.addTo(routes);
                });
        tell(breach("b1", List.of(new Input.Facet("PAGE_FAST", 20))));
        id = state.open().getFirst().id();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void incidents_are_listed_and_filtered() throws Exception {
        assertThat(api.get("/v1/incidents").body().path("total").asInt()).isEqualTo(1);
        var open = api.get("/v1/incidents?status=open&service=checkout");
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.body().at("/incidents/0/id").asString()).isEqualTo(id);
        assertThat(open.body().at("/incidents/0/severity").asString()).isEqualTo("SEV2");
        assertThat(api.get("/v1/incidents?status=resolved").body().path("total").asInt()).isZero();
        assertThat(api.get("/v1/incidents?service=other").body().path("total").asInt()).isZero();
        assertThat(api.get("/v1/incidents?status=bad").status()).isEqualTo(400);
        assertThat(model.open(Severity.SEV2)).isEqualTo(1);
    }

    @Test
    void one_incident_shows_its_causes_pages_and_timeline() throws Exception {
        var body = api.get("/v1/incidents/" + id).body();

        assertThat(body.at("/causes/0/id").asString()).isEqualTo("breach/b1");
        assertThat(body.at("/pages/0/target").asString()).isEqualTo("on-call");
        assertThat(body.at("/timeline/0/kind").asString()).isEqualTo("OPENED");
        assertThat(body.at("/timeline/0/origin/topic").asString()).isEqualTo("breaches");
        assertThat(body.at("/timeline/0/decidedAt").asString()).isEqualTo("2026-01-05T09:00:00Z");
        assertThat(api.get("/v1/incidents/nobody").status()).isEqualTo(404);
    }

    @Test
    void an_acknowledgement_is_answered_with_its_effect() throws Exception {
        var answer = acknowledge(id, ACTOR, "Idempotency-Key", "key-1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("status").asString()).isEqualTo("acknowledged");
        assertThat(answer.body().path("acknowledgedBy").asString()).isEqualTo("on-call");
        assertThat(api.get("/v1/actions/key-1").body().path("state").asString()).isEqualTo("done");
    }

    @Test
    void the_same_key_again_writes_nothing_and_answers_the_same() throws Exception {
        acknowledge(id, ACTOR, "Idempotency-Key", "key-1");

        assertThat(acknowledge(id, ACTOR, "Idempotency-Key", "key-1").status()).isEqualTo(200);
        assertThat(written).hasSize(1);
    }

    @Test
    void an_action_the_rules_refuse_is_a_conflict_with_the_reason() throws Exception {
        tell(breach("b1", List.of()));

        var answer = acknowledge(id, ACTOR);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().at("/problems/0").asString())
                .isEqualTo("the incident is resolved");
        assertThat(api.get("/v1/actions/made-up-id").body().path("state").asString())
                .isEqualTo("refused");
    }

    @Test
    void an_action_not_answered_in_time_is_accepted_with_a_place_to_look() throws Exception {
        answering = false;

        var answer = acknowledge(id, ACTOR);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.http().headers().firstValue("Location"))
                .contains("/v1/actions/made-up-id");
        assertThat(api.get("/v1/actions/made-up-id").status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                              | 400
                    {"actor": ""}                   | 400
                    {"actor": 7}                    | 400
                    {"actor": "a", "note": []}      | 400
                    {"actor": "a", "actor": "b"}    | 400
                    []                              | 400
                    {"actor"                        | 400
                    {"actor": "a"} {}               | 400
                    """)
    void bad_bodies_are_refused_with_problems(String body, int status) throws Exception {
        var answer = acknowledge(id, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("problems")).isNotEmpty();
        assertThat(written).isEmpty();
    }

    @Test
    void hostile_requests_are_refused() throws Exception {
        assertThat(acknowledge("nobody", ACTOR).status()).isEqualTo(404);
        assertThat(acknowledge(id, ACTOR, "Content-Type", "text/plain").status()).isEqualTo(415);
        assertThat(acknowledge(id, ACTOR, "Idempotency-Key", "x".repeat(129)).status())
                .isEqualTo(400);
        assertThat(acknowledge(id, "{\"actor\":\"" + "a".repeat(201) + "\"}").status())
                .isEqualTo(400);
        assertThat(acknowledge(id, "{\"actor\":\"" + "a".repeat(70_000) + "\"}").status())
                .isEqualTo(413);
        assertThat(acknowledge(id, "[".repeat(10_000)).status()).isEqualTo(400);
        assertThat(written).isEmpty();
    }

    private Api.Response acknowledge(String incident, String body, String... headers)
            throws Exception {
        return api.post("/v1/incidents/" + incident + "/acknowledge", body, headers);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    resolve  | "revision": 1                     | resolved
                    snooze   | "for": "2h"                       | acknowledged
                    snooze   | "until": "2026-01-05T10:00:00Z"   | acknowledged
                    note     | "note": "the cache is full"       | open
                    severity | "severity": "sev-1", "revision": 1| open
                    escalate | "note": "help"                    | open
                    """)
    void every_action_is_answered_with_its_effect(String name, String fields, String status)
            throws Exception {
        var answer =
                api.post(
                        "/v1/incidents/" + id + "/" + name,
                        "{\"actor\": \"on-call\", " + fields + "}");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("status").asString()).isEqualTo(status);
        assertThat(answer.body().path("timeline").toString()).contains("ACTION_TAKEN");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    resolve  | "note": "done"
                    resolve  | "revision": "1"
                    snooze   | "note": "later"
                    snooze   | "for": "2h", "until": "2026-01-05T10:00:00Z"
                    snooze   | "for": "999999999999w"
                    note     | "revision": 1
                    severity | "severity": "SEV9", "revision": 1
                    severity | "severity": "SEV1"
                    """)
    void what_an_action_needs_is_asked_for(String name, String fields) throws Exception {
        var answer =
                api.post(
                        "/v1/incidents/" + id + "/" + name,
                        "{\"actor\": \"on-call\", " + fields + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("problems")).hasSize(1);
        assertThat(written).isEmpty();
    }

    @Test
    void what_was_decided_on_an_old_screen_is_refused() throws Exception {
        acknowledge(id, ACTOR);

        var answer =
                api.post(
                        "/v1/incidents/" + id + "/resolve",
                        "{\"actor\": \"on-call\", \"revision\": 1}",
                        "Idempotency-Key",
                        "other");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().at("/problems/0").asString())
                .isEqualTo("the incident has changed: revision 1 was seen, it is 2");
    }

    private void append(ActionLog.Action action) {
        written.add(action);
        if (answering) {
            tell(
                    new Input.Acted(
                            action.id(),
                            action.act(),
                            action.incident(),
                            NINE,
                            action.actor(),
                            action.note(),
                            action.until(),
                            action.severity().isEmpty()
                                    ? null
                                    : Severity.valueOf(action.severity()),
                            action.revision()));
        }
    }

    private static Input breach(String breach, List<Input.Facet> firing) {
        return new Input.BreachChanged(
                breach,
                NINE,
                firing,
                "checkout burns",
                "2 % failed",
                Map.of("service", "checkout"));
    }

    private void tell(Input input) {
        for (var fact : Decision.decide(state, input, NINE, Rulebook.of(DefinitionSet.EMPTY))) {
            state = state.apply(fact);
            model.read(
                    new RecordedFact(
                            "checkout",
                            state.sequence(),
                            NINE,
                            1,
                            new RecordedFact.Origin("breaches", 0, 17, "", null),
                            fact));
        }
    }
}
