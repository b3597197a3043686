package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.budget.Budget;
import tocsin.responder.budget.Budgets;
import tocsin.responder.remediation.Freezes;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class ServiceRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final Freezes freezes = new Freezes();
    private final Budgets budgets = new Budgets();
    private final ServiceRoutes routes =
            new ServiceRoutes(
                    new IncidentModel(),
                    freezes,
                    budgets,
                    Definitions.always(
                            new DefinitionSet(
                                    7,
                                    "d",
                                    Instant.EPOCH,
                                    List.of(
                                            document(
                                                    "Service", "web", "{\"dependsOn\": [\"api\"]}"),
                                            document("Service", "api", "{\"dependsOn\": [\"db\"]}"),
                                            document("Service", "db", "{\"tier\": 0}"),
                                            document(
                                                    "EscalationPolicy",
                                                    "default",
                                                    """
                                                    {"steps": [{"targets": [
                                                      {"person": "one"},
                                                      {"person": "two", "severities": ["SEV1"]}]}]}
                                                    """),
                                            document(
                                                    "Person",
                                                    "one",
                                                    "{\"channels\": [\"sms\"]}")))),
                    InstantSource.fixed(NINE));
    private final Api api =
            new Api(javalin -> {
                routes.addTo(javalin);
                new BudgetRoutes(budgets).addTo(javalin);
            });

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void services_are_listed_with_what_they_need_and_who_needs_them() throws Exception {
        freezes.read("db", "availability", 1);

        var answer = api.get("/v1/services").body();

        assertThat(answer.path("definitions").asInt()).isEqualTo(7);
        assertThat(answer.at("/services/0/service").asString()).isEqualTo("api");
        assertThat(answer.at("/services/0/dependsOn/0").asString()).isEqualTo("db");
        assertThat(answer.at("/services/0/neededBy/0").asString()).isEqualTo("web");
        assertThat(answer.at("/services/1/tier").asInt()).isZero();
        assertThat(answer.at("/services/1/frozen/0").asString()).isEqualTo("availability");
    }

    @Test
    void one_service_says_whom_its_policy_means_now() throws Exception {
        var web = api.get("/v1/services/web").body();

        assertThat(web.path("needs").toString()).isEqualTo("[\"api\",\"db\"]");
        assertThat(web.at("/escalation/0/targets/0/contacts/0/channels/0").asString())
                .isEqualTo("sms");
        assertThat(web.at("/escalation/0/targets/1/target").asString()).isEqualTo("person/two");
        assertThat(web.at("/escalation/0/targets/1/contacts")).isEmpty();
        assertThat(web.at("/lastResort/contacts/0/name").asString()).isEqualTo("console");
    }

    @Test
    void budgets_are_told_with_what_is_left_and_when_it_will_be_gone() throws Exception {
        budgets.read(
                "db",
                new Budget(
                        "availability",
                        NINE,
                        Duration.ofDays(30),
                        null,
                        1,
                        999_000,
                        1_000_000,
                        2_000,
                        0.5,
                        new Budget.Burn(Duration.ofHours(1), 15),
                        Duration.ZERO,
                        false));

        var budget = api.get("/v1/services/db/budgets").body().at("/budgets/0");

        assertThat(budget.path("slo").asString()).isEqualTo("availability");
        assertThat(budget.path("period").asString()).isEqualTo("30d");
        assertThat(budget.path("remaining").asDouble()).isEqualTo(0.5);
        assertThat(budget.path("exhaustedAt").asString()).isEqualTo("2026-01-06T09:00:00Z");
        assertThat(api.get("/v1/services/db").body().at("/budgets/0")).isEqualTo(budget);
        assertThat(api.get("/v1/services/web/budgets").body().path("budgets")).isEmpty();
    }

    @Test
    void a_service_is_known_by_its_budgets_alone() throws Exception {
        budgets.read(
                "search",
                new Budget(
                        "availability{region=\"eu\"}",
                        NINE,
                        Duration.ofDays(30),
                        null,
                        1,
                        1,
                        1,
                        1,
                        0,
                        null,
                        Duration.ZERO,
                        false));

        assertThat(api.get("/v1/services/search").body().at("/budgets/0/slo").asString())
                .isEqualTo("availability{region=\"eu\"}");
        assertThat(api.get("/v1/services").body().path("services").valueStream())
                .extracting(service -> service.path("service").asString())
                .contains("search");
    }

    @Test
    void a_service_that_nobody_knows_is_not_there() throws Exception {
        assertThat(api.get("/v1/services/none").status()).isEqualTo(404);
    }

    private static Document document(String kind, String name, String spec) {
        return new Document(kind, name, JsonMapper.shared().readTree("{\"spec\": " + spec + "}"));
    }
}
