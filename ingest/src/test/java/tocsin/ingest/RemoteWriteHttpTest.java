package tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.ingest.prometheus.Reading;
import tocsin.ingest.prometheus.Slos;
import tocsin.schemas.CounterRole;
import tocsin.schemas.Gauge;
import tocsin.schemas.MetricKind;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteWriteHttpTest {
    private static final long AT = IngestFixture.NINE.toEpochMilli();
    private static final String[] OK = {
        "__name__", "http_requests_total", "code", "200", "instance", "a:1", "job", "checkout"
    };

    private final IngestFixture ingest =
            new IngestFixture(
                    Slos.set(
                            1,
                            Slos.bad(
                                    "checkout",
                                    "availability",
                                    "http_requests_total{job=\"checkout\",code=~\"5..\"}",
                                    "http_requests_total{job=\"checkout\"}"),
                            Slos.bad("search", "availability", "sum(errors)", "requests")));

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
    void a_selected_series_is_written_and_answered_204() {
        assertThat(write(WriteRequests.series(42, AT, OK))).isEqualTo(204);

        assertThat(ingest.samples())
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.getKind()).isEqualTo(MetricKind.CUMULATIVE);
                    assertThat(sample.getService()).isEqualTo("checkout");
                    assertThat(sample.getSli()).isEqualTo("availability");
                    assertThat(sample.getEnvelope().getAt()).isEqualTo(IngestFixture.NINE);
                    assertThat(sample.getEnvelope().getId()).endsWith("/" + AT);
                    assertThat(sample.getCumulative().getRole()).isEqualTo(CounterRole.TOTAL);
                    assertThat(sample.getCumulative().getTarget()).isEqualTo("checkout/a:1");
                    assertThat(sample.getCumulative().getValue()).isEqualTo(42);
                    assertThat(sample.getCumulative().getStale()).isFalse();
                });
    }

    @Test
    void a_staleness_marker_is_written_as_such() {
        var series =
                WriteRequests.message(out -> {
                    for (int i = 0; i < OK.length; i += 2) {
                        out.writeByteArray(1, WriteRequests.label(OK[i], OK[i + 1]));
                    }
                    out.writeByteArray(2, WriteRequests.sample(Reading.STALE, AT));
                });

        assertThat(write(series)).isEqualTo(204);
        assertThat(ingest.samples().getFirst().getCumulative().getStale()).isTrue();
        assertThat(ingest.samples().getFirst().getCumulative().getValue()).isNaN();
    }

    @Test
    void series_that_no_selector_names_are_answered_like_others_and_counted() {
        double before = ingest.counted("tocsin.ingest.series.unmatched");

        assertThat(write(WriteRequests.series(1, AT, "__name__", "ALERTS", "alertname", "X")))
                .isEqualTo(204);

        assertThat(ingest.log).isEmpty();
        assertThat(ingest.counted("tocsin.ingest.series.unmatched") - before).isEqualTo(1);
    }

    @Test
    void a_selector_that_cannot_be_used_is_counted() {
        assertThat(ingest.gauge("tocsin.ingest.selectors.unusable")).isEqualTo(1);
    }

    @Test
    void new_definitions_change_what_is_selected() {
        try (var other = new IngestFixture()) {
            var body = WriteRequests.snappy(WriteRequests.request(WriteRequests.series(1, AT, OK)));
            other.postWrite(body);
            assertThat(other.log).isEmpty();

            other.definitions.add(Slos.set(2, Slos.bad("shop", "s", "e", "http_requests_total")));
            other.postWrite(body);

            assertThat(other.samples())
                    .singleElement()
                    .satisfies(sample -> assertThat(sample.getService()).isEqualTo("shop"));
        }
    }

    @Test
    void times_out_of_bounds_are_told_after_the_good_ones_were_written() {
        var answer =
                ingest.postWrite(
                        WriteRequests.snappy(
                                WriteRequests.request(
                                        WriteRequests.series(1, AT + 61_000, OK),
                                        WriteRequests.series(1, AT, OK))));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'http_requests_total'", "more than 60 s ahead");
        assertThat(ingest.log).hasSize(1);
    }

    @Test
    void without_kafkas_acknowledgement_there_is_no_2xx_and_prometheus_may_retry() {
        ingest.kafkaFails = true;

        var answer =
                ingest.postWrite(
                        WriteRequests.snappy(
                                WriteRequests.request(WriteRequests.series(1, AT, OK))));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/x-protobuf                                       | snappy | 204
                    application/x-protobuf;proto=prometheus.WriteRequest         | snappy | 204
                    application/x-protobuf; proto=prometheus.WriteRequest        | Snappy | 204
                    application/x-protobuf;proto=io.prometheus.write.v2.Request  | snappy | 415
                    application/json                                             | snappy | 415
                    application/x-protobuf                                       | gzip   | 415
                    application/x-protobuf                                       | identity | 415
                    """)
    void only_remote_write_1_in_snappy_is_taken(String type, String encoding, int status) {
        var body = WriteRequests.snappy(WriteRequests.request());
        var answer =
                ingest.post(
                        "/api/v1/write",
                        BodyPublishers.ofByteArray(body),
                        "Content-Type",
                        type,
                        "Content-Encoding",
                        encoding);

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void a_small_body_that_inflates_over_the_limit_is_413() {
        var bomb = WriteRequests.snappy(new byte[WriteRequestDecoder.MAX_INFLATED_BYTES + 1]);

        assertThat(bomb.length).isLessThan(4 * 1024 * 1024);
        assertThat(ingest.postWrite(bomb).statusCode()).isEqualTo(413);
    }

    @Test
    void a_large_body_is_413() {
        assertThat(ingest.postWrite(new byte[4 * 1024 * 1024 + 1]).statusCode()).isEqualTo(413);
    }

    @Test
    void random_bytes_are_never_an_error_of_ours() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            var bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            var body = random.nextBoolean() ? bytes : WriteRequests.snappy(bytes);

            assertThat(ingest.postWrite(body).statusCode()).isIn(204, 400, 413);
        }
    }

    @Test
    void what_feeds_a_rule_is_written_as_its_measure_takes_it() {
        var rules =
                Slos.rules(
                        1,
                        Slos.fed("memory", "{\"gauge\":\"used\",\"every\":\"15s\",\"limit\":8}"),
                        Slos.fed("health", "{\"state\":\"up\",\"service\":\"job\"}"),
                        Slos.fed("slow", "{\"total\":\"n\",\"good\":\"b{le=\\\"0.5\\\"}\"}"));
        try (var fed = new IngestFixture(rules)) {
            var request =
                    WriteRequests.request(
                            named("used", 6),
                            named("up", 0),
                            named("n", 10),
                            named("b", 7, "le", "0.5"),
                            named("b", 9, "le", "1.0"));
            assertThat(fed.postWrite(WriteRequests.snappy(request)).statusCode()).isEqualTo(204);

            assertThat(fed.samples())
                    .extracting(sample -> sample.getService() + " " + sample.getSli())
                    .containsExactly("pay memory", "pay health", "pay slow", "pay slow");
            assertThat(fed.samples().get(0).getGauge()).isEqualTo(new Gauge(15_000L, 6.0, 8.0));
            assertThat(fed.samples().get(1).getState().getUp()).isFalse();
            assertThat(fed.samples().subList(2, 4))
                    .extracting(sample -> sample.getCumulative().getRole())
                    .containsExactly(CounterRole.TOTAL, CounterRole.GOOD);
        }
    }

    private static byte[] named(String metric, double value, String... more) {
        var labels = new ArrayList<>(List.of("__name__", metric, "job", "pay"));
        labels.addAll(List.of(more));
        return WriteRequests.series(value, AT, labels.toArray(String[]::new));
    }

    private int write(byte[]... series) {
        return ingest.postWrite(WriteRequests.snappy(WriteRequests.request(series))).statusCode();
    }
}
