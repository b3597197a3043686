package tocsin.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.runtime.definitions.Document;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The published schemas are what the services read.
class DocumentSchemasTest {
    private static final Path FOLDER = Path.of("../docs/schemas");
    private static final String OWN = "tocsin.dev/v1";
    private static final DocumentSchemas SCHEMAS = new DocumentSchemas();

    /// One document of each kind of our own in which every property stands once at least.
    private static final String COMPLETE =
            """
            apiVersion: tocsin.dev/v1
            kind: BurnPolicy
            metadata: {name: mine}
            spec:
              clearFor: 10s
              minEpisode: 20s
              budget: [0.5, {at: 1, freezeDeployments: false}]
              exhaustion: [{within: 4h, over: 1h, class: EXHAUSTION_PAGE}]
              guards: {minBad: 3, minTotal: 10, alpha: 0.01}
              pairs:
                - {share: 0.02, long: 1h, short: 5m, class: PAGE_FAST}
                - {factor: 6, long: 6h, short: 30m, class: PAGE_SLOW}
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: errors}
            spec:
              sli: availability
              class: DEGRADED
              services: [checkout, pay]
              tiers: [0, 1]
              unlessSlo: true
              enabled: true
              when:
                - {over: 1m, above: 0.01, clear: 0.008}
                - {over: 5m, atLeast: 0.02}
                - {over: 10m, bad: 20, clear: 10}
              for: 2m
              clearFor: 2m
              minEpisode: 1m
              guards: {minBad: 3, minTotal: 10, alpha: 0.01}
              overrides:
                - services: [pay]
                  tiers: [0]
                  enabled: true
                  class: PAGE_FAST
                  when: [{over: 1m, above: 0.05}]
                  for: 30s
                  clearFor: 3m
                  minEpisode: 2m
                  guards: {minBad: 5, minTotal: 20}
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: slow}
            spec:
              {sli: latency, class: DEGRADED, measure: {eventsAbove: 0.5}, when: [{over: 1m, bad: 1}]}
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: busy}
            spec:
              {sli: cpu, class: DEGRADED, measure: {timeAbove: 0.8}, when: [{over: 1m, above: 0.5}]}
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: full}
            spec:
              sli: disk
              class: DEGRADED
              measure: {mean: true}
              when: [{over: 1m, above: 0.5}]
              forecast: 7d
              overrides: [{forecast: 5d}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: ends}
            spec:
              sli: certificate
              class: TICKET_SLOW
              measure: {expiry: daysLeft}
              when: [{within: 30d}, {within: 1d, class: PAGE_FAST}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: costs}
            spec:
              {sli: cost, class: TICKET_SLOW, measure: {monthToDate: true}, when: [{spent: 0.5}]}
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: fed}
            spec:
              sli: fed
              class: DEGRADED
              prometheus: {total: requests, bad: 'requests{code="500"}', service: app}
              when: [{over: 1m, above: 0.5}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: fed-good}
            spec:
              sli: fed-good
              class: DEGRADED
              prometheus: {total: requests, good: 'requests{code="200"}'}
              when: [{over: 1m, above: 0.5}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: warm}
            spec:
              sli: warm
              class: DEGRADED
              prometheus: {gauge: heat, every: 15s, limit: 90}
              measure: {mean: true}
              when: [{over: 1m, above: 0.5}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: seen}
            spec:
              sli: seen
              class: DEGRADED
              prometheus: {state: up}
              measure: {down: true}
              when: [{inARow: 3}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: down}
            spec:
              {sli: health, class: DEGRADED, measure: {down: true}, when: [{inARow: 3}]}
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: loops}
            spec:
              {sli: pods, class: DEGRADED, measure: {reasons: [Loop]}, when: [{over: 1m, bad: 1}]}
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: quiet}
            spec:
              sli: availability
              class: PAGE_SLOW
              measure: {rate: true}
              when: [{over: 2m, belowBaseline: 0.5, clear: 0.7}]
              guards: {minTotal: 1, baselineDays: 1, baselineRps: 1, poissonAlpha: 0.01}
            ---
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: slower}
            spec:
              sli: latency
              class: TICKET_FAST
              measure: {percentile: 99}
              when: [{over: 5m, aboveBaseline: 2, floor: 0.1, clear: 1.6}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Service
            metadata: {name: checkout}
            spec:
              tier: 0
              escalationPolicy: shop
              dependsOn: [stock]
              impact: customers cannot pay
              dashboard: https://grafana.example.com/d/checkout?orgId=1
            ---
            apiVersion: tocsin.dev/v1
            kind: EscalationPolicy
            metadata: {name: shop}
            spec:
              steps:
                - targets:
                    - {name: on-call, channels: [phone], severities: [SEV1, SEV-2]}
                    - {schedule: desk}
                    - {person: one}
                    - {team: shop}
                    - {channel: phone}
                  deliverWithin: 60s
                  acknowledgeWithin: {SEV1: 3m, SEV-2: 5m}
              repeat: 1
              lastResort: {name: boss, channels: [phone]}
              budgets: [{team: shop}]
              changes: [{name: history, channels: [phone]}]
              respondWithin: 5m
              updateEvery: {SEV1: 15m}
              sev1After: 30m
              acknowledgedFor: never
              lowerAfter: 5m
              reopenWithin: 10m
              holdForDependencies: 30s
              muteTimes:
                - days: [SAT]
                  monthDays: [1]
                  from: "22:00"
                  to: "06:00"
                  timeZone: Europe/Vienna
                  severities: [SEV3]
              flappingAfter: 3
              calmFor: 15m
            ---
            apiVersion: tocsin.dev/v1
            kind: Schedule
            metadata: {name: desk}
            spec:
              timeZone: Europe/Vienna
              layers:
                - start: 2026-01-05T09:00
                  every: 1w
                  members: [one, two]
                  end: 2027-01-05T09:00:00Z
                  restrictions: [{days: [MON], monthDays: [-1], from: "09:00", to: "24:00"}]
              overrides: [{person: one, from: 2026-01-06T09:00, to: 2026-01-07T09:00}]
              swaps: [{between: [one, two], from: 2026-01-06T09:00, to: 2026-01-07T09:00}]
            ---
            apiVersion: tocsin.dev/v1
            kind: MaintenanceWindow
            metadata: {name: patches}
            spec:
              reason: the vendor patches
              timeZone: Europe/Vienna
              matchers: [service=~check.*, env!=test]
              times: [{days: [SUN], monthDays: ["1..7", -1], from: "02:00", to: "04:00"}]
              dates: [{from: 2026-12-24T18:00, to: 2026-12-27T08:00}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Person
            metadata: {name: one}
            spec:
              channels: [phone]
              pages: {atOnce: 3, within: 30m}
              contacts: {slack: U012AB3CD, pagerduty: PLH1HKV, opsgenie: one@example.com}
            ---
            apiVersion: tocsin.dev/v1
            kind: Person
            metadata: {name: two}
            spec: {channels: [phone]}
            ---
            apiVersion: tocsin.dev/v1
            kind: Team
            metadata: {name: shop}
            spec: {members: [one, two], channels: [phone]}
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: phone}
            spec: {type: webhook, url: "https://pager.example.com/notify"}
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: chat}
            spec: {type: slack, channel: C0123456789, buttons: true}
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: push}
            spec: {type: ntfy, topic: on-call}
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: tickets}
            spec: {type: github, repository: shop/incidents}
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: issues}
            spec:
              type: jira
              url: https://shop.atlassian.example
              project: OPS
              issueType: Incident
              username: tocsin@example.com
              transition: "31"
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: public}
            spec: {type: statuspage, page: kctbh9vrtdwd, components: [8kbf7d35c070], subscribers: true}
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: text}
            spec: {type: sms, account: AC0123456789, from: "+15550100", to: "+15550101"}
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: mail}
            spec:
              type: email
              host: mail.example.com
              port: 587
              tls: starttls
              username: tocsin
              from: tocsin@example.com
              to: on-call@example.com
            ---
            apiVersion: tocsin.dev/v1
            kind: MessageTemplate
            metadata: {name: slack-page}
            spec: {channel: slack, kind: page, text: "{{ title }}"}
            ---
            apiVersion: tocsin.dev/v1
            kind: SeverityMatrix
            metadata: {name: default}
            spec:
              facets:
                TOTAL_OUTAGE: [SEV1, SEV1, SEV2, SEV3]
                PAGE_FAST: [SEV2, SEV2, SEV2, SEV3]
                PAGE_SLOW: [SEV2, SEV2, SEV3, SEV3]
                DEGRADED: [SEV2, SEV3, SEV3, SEV4]
                TICKET_FAST: [SEV3, SEV3, SEV4, SEV4]
                TICKET_SLOW: [SEV4, SEV4, SEV4, SEV4]
                EXHAUSTION_PAGE: [SEV2, SEV2, SEV2, SEV3]
                EXHAUSTION_TICKET: [SEV3, SEV3, SEV4, SEV4]
                BUDGET_50: [SEV4, SEV4, SEV4, SEV4]
                BUDGET_80: [SEV4, SEV4, SEV4, SEV4]
                BUDGET_EXHAUSTED: [SEV3, SEV3, SEV4, SEV4]
                NO_DATA: [SEV2, SEV3, SEV3, SEV4]
              burnAtLeast: {PAGE_FAST: [{burn: 100, tiers: [0], severity: SEV1}]}
              dependantsAtLeast: [{services: 3, tiers: [0, 1], severity: SEV1}]
              alerts: {critical: SEV2}
            ---
            apiVersion: tocsin.dev/v1
            kind: Action
            metadata: {name: mine}
            spec:
              title: Roll back
              mode: observe
              when: {deploymentWithin: 30m, labels: {a: b}, severities: [SEV1]}
              services: [checkout]
              target: "{service}"
              parameters: {to: "{previousVersion}"}
              risk: MEDIUM
              destructive: false
              cost: {now: 3 instances, after: 3 instances}
              verification: it is well again
              undo: deploy it again
              run: {command: [/opt/deploy, "{service}", "{parameter.to}"]}
              runUndo: {command: [/opt/deploy, "{service}"]}
              runWithin: 5m
              verifyWithin: 15m
            ---
            apiVersion: tocsin.dev/v1
            kind: Action
            metadata: {name: scale-out}
            spec:
              when: {people: true, severities: [SEV1]}
              run:
                kubernetes: {do: scale, namespace: shop, kind: Deployment, name: checkout, replicas: "5"}
              runUndo:
                webhook: {endpoint: deploy, payload: {replicas: "3"}}
            ---
            apiVersion: tocsin.dev/v1
            kind: Runbook
            metadata: {name: bad-release}
            spec:
              url: https://wiki.example.com/bad-release
              services: [checkout]
              tiers: [0]
              when: {labels: {slo: availability}, severities: [SEV2]}
              actions: [{action: roll-back, parameters: {to: "2.12.0"}}]
            ---
            apiVersion: tocsin.dev/v1
            kind: RemediationPolicy
            metadata: {name: default}
            spec:
              mode: auto
              perHour: 3
              approveWithin: 15m
              preApproved:
                - {action: mine, services: [checkout], severities: [SEV1]}
            ---
            apiVersion: tocsin.dev/v1
            kind: DeployPolicy
            metadata: {name: default}
            spec:
              zone: Europe/Berlin
              services: [checkout]
              avoid: [{days: [FRI], from: "12:00", to: "24:00"}]
              holidays: ["2026-12-25"]
            """;

    @Test
    void the_schema_over_all_names_every_file() throws IOException {
        var named = new TreeSet<String>();
        for (var version : SCHEMAS.versions()) {
            SCHEMAS.kinds(version)
                    .forEach(kind -> named.add(version + "/" + kind + ".schema.json"));
        }
        try (var files = Files.walk(FOLDER)) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .map(file -> FOLDER.relativize(file).toString())
                                    .filter(file ->
                                            Character.isUpperCase(
                                                    file.charAt(file.lastIndexOf('/') + 1))))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void one_schema_serves_an_editor_for_every_kind() {
        for (var kind : SCHEMAS.kinds(OWN)) {
            for (var body : complete(kind)) {
                assertThat(SCHEMAS.flaws("definitions.schema.json", body)).isEmpty();
            }
        }
        var broken = (ObjectNode) complete("Service").getFirst().deepCopy();
        ((ObjectNode) broken.path("spec")).put("teir", 1);
        assertThat(SCHEMAS.flaws("definitions.schema.json", broken))
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.message()).contains("did you mean 'tier'?"));
    }

    @ParameterizedTest
    @MethodSource("ownKinds")
    void every_property_of_our_kinds_is_in_the_complete_example(String kind) throws IOException {
        var schema =
                JsonMapper.shared()
                        .readTree(
                                Files.readString(
                                        FOLDER.resolve(OWN + "/" + kind + ".schema.json")));
        var known = new TreeSet<String>();
        properties(schema.path("properties").path("spec"), known);
        properties(schema.path("$defs"), known);

        var found = new TreeSet<String>();
        for (var body : complete(kind)) {
            found.addAll(keys(body.path("spec"), new TreeSet<>()));
            assertThat(SCHEMAS.flaws(OWN, kind, body)).isEmpty();
        }
        assertThat(found).containsAll(known);
    }

    @ParameterizedTest
    @MethodSource("ownKinds")
    void a_value_that_makes_no_sense_is_noticed_by_the_schema_and_by_the_reader(String kind) {
        for (var body : complete(kind)) {
            for (var leaf : leaves(body.path("spec"), "/spec")) {
                var broken = body.deepCopy();
                replace(broken, leaf);
                var documents = DefinitionFolder.overDefaults(List.of(document(kind, broken)));

                assertThat(SCHEMAS.flaws(OWN, kind, broken)).as("schema at %s", leaf).isNotEmpty();
                assertThat(DefinitionFolder.meaning(documents))
                        .as("reader at %s", leaf)
                        .anyMatch(finding -> finding.document().startsWith(kind + "/"));
            }
        }
    }

    static Set<String> ownKinds() {
        return SCHEMAS.kinds(OWN);
    }

    private static Document document(String kind, JsonNode body) {
        return new Document(kind, body.path("metadata").path("name").asString(), body);
    }

    private static void replace(JsonNode document, String pointer) {
        var at = JsonPointer.compile(pointer);
        var nonsense = JsonMapper.shared().readTree("{\"non\": \"sense\"}");
        switch (document.at(at.head())) {
            case ObjectNode object -> object.set(at.last().getMatchingProperty(), nonsense);
            case ArrayNode array -> array.set(at.last().getMatchingIndex(), nonsense);
            default -> throw new AssertionError(pointer);
        }
    }

    /// The complete example: together its documents have every property.
    private static List<JsonNode> complete(String kind) {
        return YamlReader.read(
                        COMPLETE,
                        (at, message) -> {
                            throw new AssertionError(at + message);
                        })
                .stream()
                .map(YamlReader.Parsed::body)
                .filter(body -> body.path("kind").asString().equals(kind))
                .toList();
    }

    private static void properties(JsonNode schema, Set<String> found) {
        found.addAll(schema.path("properties").propertyNames());
        schema.values().forEach(part -> properties(part, found));
    }

    private static Set<String> keys(JsonNode value, Set<String> found) {
        found.addAll(value.propertyNames());
        value.values().forEach(part -> keys(part, found));
        return found;
    }

    private static List<String> leaves(JsonNode value, String pointer) {
        var found = new ArrayList<String>();
        if (value.isObject()) {
            value.properties()
                    .forEach(one ->
                            found.addAll(leaves(one.getValue(), pointer + "/" + one.getKey())));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                found.addAll(leaves(value.path(i), pointer + "/" + i));
            }
        } else {
            found.add(pointer);
        }
        return found;
    }
}
