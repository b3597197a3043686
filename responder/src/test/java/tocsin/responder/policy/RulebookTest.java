package tocsin.responder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.responder.Defaults;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class RulebookTest {
    private static final Rulebook BUILT_IN = Rulebook.of(DefinitionSet.EMPTY);

    /// The matrix of `detection.md` 6.8. Columns: facet, burn rate, severity on tiers 0 to 3.
    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(
            textBlock =
                    """
                    TOTAL_OUTAGE,    0, SEV1, SEV1, SEV2, SEV3
                    TOTAL_OUTAGE, 1000, SEV1, SEV1, SEV2, SEV3
                    PAGE_FAST,    14.4, SEV2, SEV2, SEV2, SEV3
                    PAGE_FAST,   99.99, SEV2, SEV2, SEV2, SEV3
                    PAGE_FAST,     100, SEV1, SEV2, SEV2, SEV3
                    PAGE_FAST,    1000, SEV1, SEV2, SEV2, SEV3
                    PAGE_SLOW,       6, SEV2, SEV2, SEV3, SEV3
                    PAGE_SLOW,    1000, SEV2, SEV2, SEV3, SEV3
                    DEGRADED,        1, SEV2, SEV3, SEV3, SEV4
                    TICKET_FAST,     3, SEV3, SEV3, SEV4, SEV4
                    TICKET_SLOW,     1, SEV4, SEV4, SEV4, SEV4
                    EXHAUSTION_PAGE, 1, SEV2, SEV2, SEV2, SEV3
                    EXHAUSTION_TICKET, 1, SEV3, SEV3, SEV4, SEV4
                    """)
    void the_matrix_judges_facets_by_tier(
            String facet, double burn, Severity t0, Severity t1, Severity t2, Severity t3) {
        var expected = List.of(t0, t1, t2, t3);
        for (var rulebook : List.of(withTiers(List.of()), withTiers(Defaults.documents()))) {
            for (int tier = 0; tier < expected.size(); tier++) {
                assertThat(rulebook.ofFacet("tier-" + tier, facet, burn))
                        .get()
                        .extracting(Judgement::severity)
                        .as("tier %d", tier)
                        .isEqualTo(expected.get(tier));
            }
        }
    }

    @ParameterizedTest(name = "''{0}'' is {1}")
    @CsvSource(
            textBlock =
                    """
                    critical, SEV2
                    Critical, SEV2
                    page,     SEV2
                    error,    SEV2
                    warning,  SEV3
                    none,     SEV3
                    '',       SEV3
                    info,     SEV4
                    whatever, SEV3
                    """)
    void alerts_are_judged_by_their_label(String label, Severity expected) {
        assertThat(BUILT_IN.ofAlert(label).severity()).isEqualTo(expected);
    }

    @Test
    void the_shipped_defaults_say_what_the_built_ins_say() {
        var shipped = Rulebook.of(set(Defaults.documents()));

        assertThat(shipped.problems()).isEmpty();
        assertThat(shipped.matrix()).isEqualTo(SeverityMatrix.BUILT_IN);
        assertThat(shipped.policy("checkout")).isEqualTo(EscalationPolicy.BUILT_IN);
        assertThat(Defaults.documents())
                .extracting(document -> document.kind() + "/" + document.name())
                .containsExactly(
                        "SeverityMatrix/default",
                        "EscalationPolicy/default",
                        "Channel/console",
                        "BurnPolicy/google-share",
                        "Action/roll-back",
                        "Action/scale-out",
                        "Action/add-capacity",
                        "Action/raise-memory-limit",
                        "Action/grow-storage",
                        "Action/restart-unhealthy",
                        "Action/restart-crash-loop",
                        "Action/renew-certificate",
                        "Action/shift-traffic",
                        "Action/stop-traffic",
                        "Action/restore-backup",
                        "Action/fail-over",
                        "DeployPolicy/default");
    }

    @Test
    void a_reason_names_its_rule() {
        assertThat(BUILT_IN.ofFacet("checkout", "PAGE_FAST", 20).orElseThrow().reason())
                .isEqualTo("PAGE_FAST on tier 1 is SEV-2 (matrix default)");
        assertThat(withTiers(List.of()).ofFacet("tier-0", "PAGE_FAST", 100).orElseThrow().reason())
                .isEqualTo(
                        "PAGE_FAST on tier 0 at a burn rate of at least 100 is SEV-1"
                                + " (matrix default)");
        assertThat(BUILT_IN.ofAlert("Critical").reason())
                .isEqualTo("alert severity critical is SEV-2 (matrix default)");
    }

    @Test
    void a_class_nobody_judges_calls_for_nothing() {
        assertThat(BUILT_IN.ofFacet("checkout", "WEATHER", 1)).isEmpty();
    }

    @Test
    void a_service_says_what_users_notice_and_where_to_look_either_way() {
        var own =
                document(
                        "Service",
                        "checkout",
                        """
                        {"impact": "customers cannot pay", "dashboard": "https://g.example/d/1?a=b#c"}
                        """);
        var annotated =
                new Document(
                        "Service",
                        "cart",
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"spec": {}, "metadata": {"annotations": {
                                         "tocsin.dev/impact": "carts are empty",
                                         "tocsin.dev/dashboard": "http://g.example/d/2"}}}
                                        """));
        var rulebook = Rulebook.of(set(List.of(own, annotated)));

        assertThat(rulebook.problems()).isEmpty();
        assertThat(rulebook.rules("checkout").impact()).isEqualTo("customers cannot pay");
        assertThat(rulebook.rules("checkout").dashboard()).isEqualTo("https://g.example/d/1?a=b#c");
        assertThat(rulebook.rules("cart").impact()).isEqualTo("carts are empty");
        assertThat(rulebook.rules("cart").dashboard()).isEqualTo("http://g.example/d/2");
        assertThat(rulebook.rules("other").impact()).isEmpty();
    }

    @Test
    void services_say_so_in_so_many_characters_at_most() {
        assertThat(problems("impact", "x".repeat(200))).isEmpty();
        assertThat(problems("impact", "x".repeat(201))).hasSize(1);
        assertThat(problems("dashboard", "https://" + "x".repeat(992))).isEmpty();
        assertThat(problems("dashboard", "https://" + "x".repeat(993))).hasSize(1);
    }

    private static List<Finding> problems(String key, String text) {
        var spec = "{\"%s\": \"%s\"}".formatted(key, text);
        return Rulebook.of(set(List.of(document("Service", "checkout", spec)))).problems();
    }

    @Test
    void a_policy_is_read_with_its_defaults() {
        var rulebook =
                Rulebook.of(
                        set(
                                List.of(
                                        document(
                                                "EscalationPolicy",
                                                "shop",
                                                """
                                                {"steps": [
                                                  {"targets": [
                                                    {"name": "first", "channels": ["push", "mail"]},
                                                    {"name": "lead", "channels": ["mail"],
                                                     "severities": ["SEV1"]}],
                                                   "acknowledgeWithin": "90s"},
                                                  {"targets": [{"name": "second", "channels": ["x"]}],
                                                   "deliverWithin": "10s"}],
                                                 "lastResort": {"name": "boss", "channels": ["y"]}}
                                                """),
                                        document(
                                                "Service",
                                                "checkout",
                                                """
                                                {"tier": 0, "escalationPolicy": "shop"}\
                                                """))));

        var policy = rulebook.policy("checkout");
        assertThat(rulebook.problems()).isEmpty();
        assertThat(policy.steps().getFirst().deliverWithin()).isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.steps().getFirst().acknowledgeWithin(Severity.SEV1))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(policy.steps().getFirst().hearing(Severity.SEV2))
                .extracting(Target::name)
                .containsExactly("first");
        assertThat(policy.steps().getLast().deliverWithin()).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.lastResort().name()).isEqualTo("boss");
        assertThat(rulebook.policy("other")).isEqualTo(EscalationPolicy.BUILT_IN);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    EscalationPolicy | {"steps": []}
                    EscalationPolicy | {}
                    EscalationPolicy | {"steps": [{"targets": []}]}
                    EscalationPolicy | {"steps": [{"targets": [{"name": "a", "channels": []}]}]}
                    EscalationPolicy | {"steps": [{"targets": [{"name": "a", "channels": [1]}]}]}
                    EscalationPolicy | {"steps": [{"targets": [{"channels": ["a"]}]}]}
                    EscalationPolicy | {"steps": [{"targets": [{"name": "a", "channels": ["b"]}], "deliverWithin": "soon"}]}
                    EscalationPolicy | {"steps": [{"targets": [{"name": "a", "channels": ["b"]}], "deliverWithin": "0s"}]}
                    EscalationPolicy | {"steps": [{"targets": [{"name": "a", "channels": ["b"]}, {"name": "a", "channels": ["b"]}]}]}
                    SeverityMatrix   | {"facets": {"PAGE_FAST": ["SEV1"]}}
                    Service          | {"impact": ""}
                    Service          | {"impact": " customers cannot pay"}
                    Service          | {"impact": "customers\\ncannot pay"}
                    Service          | {"impact": ["customers cannot pay"]}
                    Service          | {"dashboard": "grafana.example/d/1"}
                    Service          | {"dashboard": "javascript:alert(1)"}
                    Service          | {"dashboard": "https://grafana.example/d/1?left={}"}
                    Service          | {"dashboard": "https://grafana.example/d/1<!here>"}
                    SeverityMatrix   | {"facets": {"PAGE_FAST": ["SEV9", "SEV1", "SEV1", "SEV1"]}}
                    SeverityMatrix   | {"facets": [1]}
                    SeverityMatrix   | {"alerts": {"critical": "very"}}
                    SeverityMatrix   | {"burnAtLeast": {"PAGE_FAST": [{"burn": "x", "tiers": [0], "severity": "SEV1"}]}}
                    Service          | {"tier": 4}
                    Service          | {"tier": "one"}
                    """)
    void what_makes_no_sense_is_named_and_the_built_in_stands_in(String kind, String spec) {
        var rulebook = Rulebook.of(set(List.of(document(kind, "default", spec))));

        assertThat(rulebook.problems()).singleElement().asString().startsWith(kind + "/default: ");
        assertThat(rulebook.policy("default")).isEqualTo(EscalationPolicy.BUILT_IN);
        assertThat(rulebook.matrix()).isEqualTo(SeverityMatrix.BUILT_IN);
    }

    private static Rulebook withTiers(List<Document> documents) {
        var all = new ArrayList<>(documents);
        for (int tier = 0; tier < 4; tier++) {
            all.add(document("Service", "tier-" + tier, "{\"tier\": " + tier + "}"));
        }
        return Rulebook.of(set(all));
    }

    private static DefinitionSet set(List<Document> documents) {
        return new DefinitionSet(1, "digest", Instant.EPOCH, documents);
    }

    private static Document document(String kind, String name, String spec) {
        return new Document(kind, name, JsonMapper.shared().readTree("{\"spec\": " + spec + "}"));
    }
}
