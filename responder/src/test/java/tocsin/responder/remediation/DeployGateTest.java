package tocsin.responder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.responder.Defaults;
import tocsin.responder.policy.Severity;
import tocsin.responder.remediation.DeployGate.Incident;
import tocsin.responder.remediation.DeployGate.Kind;
import tocsin.responder.remediation.DeployGate.Purpose;
import tocsin.responder.remediation.DeployGate.Reason;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.time.Instant;
import java.util.List;

class DeployGateTest {
    /// A Monday.
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private static final DeployPolicies DEFAULTS =
            DeployPolicies.of(new DefinitionSet(1, "d", Instant.EPOCH, Defaults.documents()));
    private static final Incident SEV2 = new Incident("checkout-1", Severity.SEV2, "it burns");
    private static final Incident SEV3 = new Incident("checkout-2", Severity.SEV3, "it smells");

    @Test
    void a_well_service_on_a_monday_morning_may_be_deployed() {
        assertThat(decide(Purpose.CHANGE, List.of(), List.of(SEV3), NINE))
                .isEqualTo(new DeployGate(true, List.of()));
    }

    @Test
    void a_spent_budget_and_an_open_incident_that_pages_are_named() {
        var gate = decide(Purpose.CHANGE, List.of("availability"), List.of(SEV2, SEV3), NINE);

        assertThat(gate.allowed()).isFalse();
        assertThat(gate.reasons())
                .containsExactly(
                        new Reason(Kind.FREEZE, "the error budget of availability is spent"),
                        new Reason(Kind.INCIDENT, "SEV-2 checkout-1 is open: it burns"));
    }

    @Test
    void a_fix_may_pass_and_the_reasons_are_told_all_the_same() {
        var gate = decide(Purpose.FIX, List.of("availability"), List.of(SEV2), NINE);

        assertThat(gate.allowed()).isTrue();
        assertThat(gate.reasons()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T00:00:00Z, true",
        "2026-01-09T11:59:59Z, true",
        "2026-01-09T12:00:00Z, false",
        "2026-01-09T23:59:59Z, false",
        "2026-01-10T00:00:00Z, false",
        "2026-01-11T23:59:59Z, false",
        "2026-01-12T00:00:00Z, true"
    })
    void by_default_friday_afternoons_and_weekends_are_avoided(Instant at, boolean allowed) {
        assertThat(decide(Purpose.CHANGE, List.of(), List.of(), at).allowed()).isEqualTo(allowed);
    }

    @Test
    void hours_are_those_of_the_zone_also_when_its_clocks_change() {
        var policies =
                policies(
                        "{zone: Europe/Berlin, services: [checkout], holidays: ['2026-12-25'],"
                                + " avoid: [{days: [SUN], from: '02:00', to: '04:00'}]}");

        // 29 March 2026: 02:00 is followed by 03:00, at 01:00 UTC.
        assertThat(objection(policies, "2026-03-29T00:59:59Z")).isEmpty();
        assertThat(objection(policies, "2026-03-29T01:00:00Z"))
                .containsExactly(
                        "Sunday from 02:00 to 04:00 is to be avoided, in Europe/Berlin (policy"
                                + " default)");
        assertThat(objection(policies, "2026-03-29T02:00:00Z")).isEmpty();
        assertThat(objection(policies, "2026-12-24T22:59:59Z")).isEmpty();
        assertThat(objection(policies, "2026-12-24T23:00:00Z"))
                .containsExactly("2026-12-25 is a holiday (policy default)");
        assertThat(
                        DeployGate.decide(
                                        "cart",
                                        Purpose.CHANGE,
                                        List.of(),
                                        List.of(),
                                        policies,
                                        Instant.parse("2026-12-25T09:00:00Z"))
                                .allowed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {zone: Mars/Base}                                    | spec.zone: must be a zone
                    {avoid: [{from: '12:00'}]}                           | spec.avoid[0].days: is missing
                    {avoid: [{days: [FR]}]}                              | spec.avoid[0].days[0]: 'FR' is unknown
                    {avoid: [{days: [FRI], from: noon}]}                 | spec.avoid[0].from: must be a time
                    {avoid: [{days: [FRI], from: '12:00', to: '11:00'}]} | is nothing
                    {holidays: [christmas]}                              | spec.holidays[0]: must be a day
                    {services: checkout}                                 | spec.services: must be a list
                    """)
    void a_policy_that_cannot_be_read_speaks_against_it(String spec, String problem) {
        assertThat(objection(policies(spec), "2026-01-05T09:00:00Z"))
                .singleElement()
                .satisfies(text ->
                        assertThat(text).startsWith("DeployPolicy/default: ").contains(problem));
    }

    @Test
    void a_freeze_begins_when_all_is_spent_and_ends_when_5_percent_are_back() {
        var freezes = new Freezes();
        freezes.read("checkout", "availability", 0.99);
        assertThat(freezes.of("checkout")).isEmpty();
        freezes.read("checkout", "availability", 1.0);
        assertThat(freezes.of("checkout")).containsExactly("availability");
        freezes.read("checkout", "availability", 0.96);
        assertThat(freezes.of("checkout")).containsExactly("availability");
        freezes.read("checkout", "availability", 0.95);
        assertThat(freezes.of("checkout")).isEmpty();
        freezes.read("checkout", "availability", Double.NaN);
        assertThat(freezes.of("checkout")).isEmpty();
        assertThat(freezes.of("cart")).isEmpty();
    }

    @Test
    void what_the_detector_says_of_a_freeze_counts() {
        var freezes = new Freezes();
        freezes.read("checkout", "availability", true);
        assertThat(freezes.of("checkout")).containsExactly("availability");
        freezes.read("checkout", "availability", false);
        assertThat(freezes.of("checkout")).isEmpty();
    }

    private static List<String> objection(DeployPolicies policies, String at) {
        return DeployGate.decide(
                        "checkout",
                        Purpose.CHANGE,
                        List.of(),
                        List.of(),
                        policies,
                        Instant.parse(at))
                .reasons()
                .stream()
                .map(Reason::text)
                .toList();
    }

    private static DeployGate decide(
            Purpose purpose, List<String> frozen, List<Incident> incidents, Instant at) {
        return DeployGate.decide("checkout", purpose, frozen, incidents, DEFAULTS, at);
    }

    private static DeployPolicies policies(String spec) {
        var body =
                new YAMLMapper()
                        .readTree("kind: DeployPolicy\nmetadata: {name: default}\nspec: " + spec);
        var document = new Document("DeployPolicy", "default", body);
        return DeployPolicies.of(new DefinitionSet(1, "d", Instant.EPOCH, List.of(document)));
    }
}
