package tocsin.responder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

import tocsin.responder.Defaults;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class DependenciesTest {
    @Test
    void who_needs_a_service_at_first_hand_or_not_is_told_nearest_first() {
        var needs =
                new Dependencies(
                        Map.of(
                                "web", List.of("shop", "db"),
                                "shop", List.of("stock"),
                                "stock", List.of("db"),
                                "db", List.of("web")));

        assertThat(needs.dependants("db")).containsExactly("stock", "web", "shop");
        assertThat(needs.dependants("nobody")).isEmpty();
    }

    @Test
    void everything_a_service_needs_is_found_nearest_first() {
        var dependencies =
                new Dependencies(
                        Map.of(
                                "web", List.of("api", "cdn"),
                                "api", List.of("db", "cache"),
                                "cache", List.of("db"),
                                "other", List.of("web")));

        assertThat(dependencies.of("web")).containsExactly("api", "cdn", "db", "cache");
        assertThat(dependencies.of("db")).isEmpty();
        assertThat(dependencies.circle()).isEmpty();
    }

    @Test
    void a_circle_is_shown_and_does_not_go_on_for_ever() {
        var dependencies =
                new Dependencies(
                        Map.of(
                                "a", List.of("b"),
                                "b", List.of("c", "d"),
                                "c", List.of("d"),
                                "d", List.of("b")));

        assertThat(dependencies.circle()).contains(List.of("b", "c", "d", "b"));
        assertThat(dependencies.of("b")).containsExactlyInAnyOrder("c", "d");
        assertThat(new Dependencies(Map.of("a", List.of("a"))).circle())
                .contains(List.of("a", "a"));
    }

    @Test
    void a_long_chain_needs_no_deep_stack() {
        var chain = new HashMap<String, List<String>>();
        for (int n = 0; n < 20_000; n++) {
            chain.put("s" + n, List.of("s" + (n + 1)));
        }

        assertThat(new Dependencies(chain).circle()).isEmpty();
        assertThat(new Dependencies(chain).of("s0")).hasSize(Dependencies.COUNT_MAX);
    }

    @Test
    void random_graphs_have_a_circle_just_when_a_service_reaches_itself() {
        var random = new Random(20260105);
        for (int round = 0; round < 2_000; round++) {
            var direct = new HashMap<String, List<String>>();
            for (int n = 0; n < 6; n++) {
                var needs = new ArrayList<String>();
                random.ints(random.nextInt(3), 0, 6).forEach(other -> needs.add("s" + other));
                direct.put("s" + n, needs);
            }
            var dependencies = new Dependencies(direct);
            boolean reaches =
                    direct.keySet().stream()
                            .anyMatch(service ->
                                    direct.get(service).contains(service)
                                            || dependencies.of(service).stream()
                                                    .anyMatch(one ->
                                                            direct.get(one).contains(service)));

            assertThat(dependencies.circle().isPresent()).as("%s", direct).isEqualTo(reaches);
            dependencies
                    .circle()
                    .ifPresent(circle -> {
                        for (int i = 1; i < circle.size(); i++) {
                            assertThat(direct.get(circle.get(i - 1))).contains(circle.get(i));
                        }
                        assertThat(circle.getFirst()).isEqualTo(circle.getLast());
                    });
        }
    }

    @Test
    void a_circle_is_refused_and_an_unknown_service_is_odd() {
        var findings =
                new PolicyLint()
                        .check(
                                set(
                                        service("web", "{\"dependsOn\": [\"api\"]}"),
                                        service("api", "{\"dependsOn\": [\"web\", \"dbb\"]}"),
                                        service("db", "{}")));

        assertThat(findings)
                .extracting(Finding::level, Finding::document, Finding::message)
                .containsExactlyInAnyOrder(
                        tuple(
                                Finding.Level.WARNING,
                                "Service/api",
                                "there is no Service 'dbb'; did you mean 'db'?"),
                        tuple(
                                Finding.Level.ERROR,
                                "Service/api",
                                "services need each other in a circle: api -> web -> api"));
    }

    @Test
    void a_gap_in_a_schedule_is_odd() {
        var body =
                JsonMapper.shared()
                        .readTree(
                                """
                                {"spec": {"timeZone": "UTC", "layers": [{"start": "2026-01-05T09:00",
                                 "every": "1w", "members": ["one"],
                                 "restrictions": [{"days": ["MON", "TUE"]}]}]}}
                                """);
        var person = JsonMapper.shared().readTree("{\"spec\": {\"channels\": [\"console\"]}}");
        var set =
                set(new Document("Schedule", "desk", body), new Document("Person", "one", person));

        assertThat(new PolicyLint(Instant.parse("2026-02-02T00:00:00Z")).check(set))
                .extracting(Finding::message)
                .containsExactly(
                        "nobody is on call from 2026-02-04T00:00:00Z to 2026-02-09T00:00:00Z, nor"
                                + " at 3 other times in four weeks");
        assertThat(new PolicyLint().check(set)).isEmpty();
    }

    @Test
    void an_annotation_of_openslo_says_the_same() {
        var body =
                JsonMapper.shared()
                        .readTree(
                                """
                                {"metadata": {"annotations": {"tocsin.dev/depends-on": "db, cache"}},
                                 "spec": {}}
                                """);

        assertThat(Rulebook.of(set(new Document("Service", "web", body))).dependencies().of("web"))
                .containsExactly("db", "cache");
    }

    private static Document service(String name, String spec) {
        return new Document(
                "Service", name, JsonMapper.shared().readTree("{\"spec\": " + spec + "}"));
    }

    private static DefinitionSet set(Document... services) {
        var documents = new ArrayList<>(List.of(services));
        documents.addAll(Defaults.documents());
        return new DefinitionSet(1, "digest", Instant.EPOCH, documents);
    }
}
