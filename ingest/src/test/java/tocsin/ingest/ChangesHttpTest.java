package tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangesHttpTest {
    private static final String DEPLOYMENT =
            """
            {"service":"checkout","id":"run-812","kind":"deployment","state":"finished",
             "at":"2026-01-05T08:59:00Z","version":"2.14.0","previousVersion":"2.13.2",
             "actor":"pipeline","summary":"Ship the new basket",
             "links":{"run":"https://ci.example.org/runs/812"}}\
            """;

    private final IngestFixture ingest = new IngestFixture();

    @BeforeEach
    void begin() {
        ingest.log.clear();
        ingest.kafkaFails = false;
    }

    @AfterAll
    void close() {
        ingest.close();
    }

    @Test
    void a_deployment_is_written_and_answered_202() {
        var answer = ingest.postJson("/v1/changes", changes(DEPLOYMENT));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":1}");
        assertThat(ingest.changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.getEnvelope().getAt())
                            .isEqualTo(IngestFixture.NINE.minusSeconds(60));
                    assertThat(change.getKind()).isEqualTo(ChangeKind.DEPLOYMENT);
                    assertThat(change.getState()).isEqualTo(ChangeState.FINISHED);
                    assertThat(change.getService()).isEqualTo("checkout");
                    assertThat(change.getSource()).isEqualTo("changes");
                    assertThat(change.getChange()).isEqualTo("run-812");
                    assertThat(change.getActor()).isEqualTo("pipeline");
                    assertThat(change.getSummary()).isEqualTo("Ship the new basket");
                    assertThat(change.getLinks())
                            .isEqualTo(Map.of("run", "https://ci.example.org/runs/812"));
                    assertThat(change.getDeployment().getVersion()).isEqualTo("2.14.0");
                    assertThat(change.getDeployment().getPreviousVersion()).isEqualTo("2.13.2");
                });
    }

    @Test
    void the_example_of_the_documentation_is_taken() throws IOException {
        var page = Files.readString(Path.of("../docs/operations.md"));
        var command = page.substring(page.indexOf("curl -i http://127.0.0.1:9093/v1/changes"));
        int from = command.indexOf("-d '") + 4;

        var answer =
                ingest.postJson(
                        "/v1/changes", command.substring(from, command.indexOf('\'', from)));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(ingest.changes().getFirst().getKind()).isEqualTo(ChangeKind.DEPLOYMENT);
    }

    /// The detector judges silence by it.
    @Test
    void a_change_stands_in_the_order_of_the_samples_too() {
        ingest.postJson("/v1/changes", changes(DEPLOYMENT));

        assertThat(ingest.samples())
                .extracting(MetricSample::getChange)
                .isEqualTo(ingest.changes());
        assertThat(ingest.samples())
                .extracting(MetricSample::getKind)
                .containsOnly(MetricKind.CHANGE);
    }

    @Test
    void a_retry_has_the_same_id_and_another_state_another_one() {
        var later = DEPLOYMENT.replace("08:59:00", "08:59:30");
        var started = DEPLOYMENT.replace("finished", "started");

        ingest.postJson("/v1/changes", changes(DEPLOYMENT + "," + later + "," + started));

        var ids = ingest.changes().stream().map(change -> change.getEnvelope().getId()).toList();
        assertThat(ids.get(1)).isEqualTo(ids.get(0)).isNotEqualTo(ids.get(2));
    }

    @Test
    void every_kind_has_its_own_details() {
        var answer =
                ingest.postJson(
                        "/v1/changes",
                        """
                        {"changes":[
                          {"service":"a","id":"1","kind":"configuration","names":["pool.size"]},
                          {"service":"a","id":"2","kind":"scaling","resource":"instances","from":2,"to":4},
                          {"service":"a","id":"3","kind":"maintenance","state":"started",
                           "from":"2026-01-06T01:00:00Z","to":"2026-01-06T03:00:00Z"},
                          {"service":"a","id":"4","kind":"other","summary":"moved to another rack"}]}
                        """);

        assertThat(answer.statusCode()).isEqualTo(202);
        var changes = ingest.changes();
        assertThat(changes.get(0).getConfiguration().getNames()).containsExactly("pool.size");
        assertThat(changes.get(1).getScaling().getTo()).isEqualTo(4);
        assertThat(changes.get(2).getMaintenance().getTo())
                .isEqualTo(IngestFixture.NINE.plusSeconds(18 * 3600));
        assertThat(changes.get(3).getKind()).isEqualTo(ChangeKind.OTHER);
        assertThat(changes.get(3).getEnvelope().getAt()).isEqualTo(IngestFixture.NINE);
    }

    @Test
    void a_cloud_event_brings_id_time_and_source_of_its_own() {
        var data = "{\"service\":\"checkout\",\"kind\":\"deployment\",\"version\":\"2.14.0\"}";

        var answer = post("application/cloudevents+json; charset=utf-8", cloudEvent("e1", data));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(ingest.changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.getSource()).isEqualTo("cloudevents/ci.example.org/deploy");
                    assertThat(change.getChange()).isEqualTo("e1");
                    assertThat(change.getEnvelope().getAt())
                            .isEqualTo(IngestFixture.NINE.minusSeconds(120));
                });
    }

    @Test
    void a_batch_of_cloud_events_is_taken_whole_or_not_at_all() {
        var good = cloudEvent("e1", "{\"service\":\"checkout\",\"kind\":\"other\"}");
        var bad = cloudEvent("e2", "{\"service\":\"checkout\",\"kind\":\"magic\"}");
        var type = "application/cloudevents-batch+json";

        var refused = post(type, "[" + good + "," + bad + "]");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"field\":\"events[1].data.kind\"", "'magic'");
        assertThat(ingest.log).isEmpty();

        assertThat(post(type, "[" + good + "]").statusCode()).isEqualTo(202);
        assertThat(ingest.changes()).hasSize(1);
    }

    @Test
    void without_kafkas_acknowledgement_there_is_no_2xx() {
        ingest.kafkaFails = true;

        var answer = ingest.postJson("/v1/changes", changes(DEPLOYMENT));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    @Test
    void another_content_type_is_415_and_more_than_the_limit_413() {
        assertThat(post("text/plain", changes(DEPLOYMENT)).statusCode()).isEqualTo(415);
        assertThat(post("application/cloudevents+avro", "x").statusCode()).isEqualTo(415);
        assertThat(ingest.postJson("/v1/changes", changes("7,".repeat(1_000) + "7")).statusCode())
                .isEqualTo(413);
    }

    static Stream<String> hostile() {
        return Stream.of(
                "",
                "[]",
                "{\"changes\":{}}",
                "[".repeat(100_000),
                changes("7"),
                changes("{}"),
                changes(DEPLOYMENT.replace("\"version\"", "\"verzion\"")),
                changes(DEPLOYMENT.replace("\"2.14.0\"", "\"\"")),
                changes(DEPLOYMENT.replace("\"finished\"", "\"FINISHED\"")),
                changes(DEPLOYMENT.replace("\"run-812\"", "\" \"")),
                changes(DEPLOYMENT.replace("run-812", "x".repeat(201))),
                changes(DEPLOYMENT.replace("2026-01-05T08", "2026-01-05T10")),
                changes(DEPLOYMENT.replace("2026-01-05T08", "2025-01-05T08")),
                changes(DEPLOYMENT.replace("https:", "javascript:")),
                changes(DEPLOYMENT.replace("https://ci.example.org", "https://a b")),
                changes(DEPLOYMENT.replace("Ship", "S".repeat(1_025))),
                changes(DEPLOYMENT.replace("checkout", "a\\u0000b")),
                changes(
                        "{\"service\":\"a\",\"id\":\"1\",\"kind\":\"scaling\",\"resource\":\"cpu\",\"to\":-1}"),
                changes(
                        "{\"service\":\"a\",\"id\":\"1\",\"kind\":\"scaling\",\"resource\":\"cpu\",\"to\":1e999}"),
                changes(
                        "{\"service\":\"a\",\"id\":\"1\",\"kind\":\"configuration\",\"names\":{\"a\":\"secret\"}}"),
                changes(
                        "{\"service\":\"a\",\"id\":\"1\",\"kind\":\"maintenance\","
                            + "\"from\":\"2026-01-06T03:00:00Z\",\"to\":\"2026-01-06T03:00:00Z\"}"),
                changes(
                        "{\"service\":\"a\",\"id\":\"1\",\"kind\":\"maintenance\","
                                + "\"from\":\"+1000000000-12-31T23:59:59Z\"}"));
    }

    @ParameterizedTest
    @MethodSource
    void hostile(String body) {
        var answer = ingest.postJson("/v1/changes", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{").contains("\"error\"");
        assertThat(ingest.log).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void hostileEvents(String body) {
        var answer = post("application/cloudevents+json", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(ingest.log).isEmpty();
    }

    static Stream<String> hostileEvents() {
        var good = cloudEvent("e1", "{\"service\":\"a\",\"kind\":\"other\"}");
        return Stream.of(
                "7",
                "[]",
                "{}",
                good.replace("1.0", "0.3"),
                good.replace("dev.tocsin.change", "com.example.change"),
                good.replace("\"e1\"", "\"\""),
                good.replace("ci.example.org", "x".repeat(201)),
                good.replace("08:58", "10:58"),
                cloudEvent("e1", "null"),
                cloudEvent("e1", "\"text\""));
    }

    private HttpResponse<String> post(String type, String body) {
        return ingest.post("/v1/changes", BodyPublishers.ofString(body), "Content-Type", type);
    }

    private static String cloudEvent(String id, String data) {
        return """
        {"specversion":"1.0","type":"dev.tocsin.change","source":"ci.example.org/deploy",
         "id":"%s","time":"2026-01-05T08:58:00Z","data":%s,"myextension":1}\
        """
                .formatted(id, data);
    }

    private static String changes(String entries) {
        return "{\"changes\":[" + entries + "]}";
    }
}
