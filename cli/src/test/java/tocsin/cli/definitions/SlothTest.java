package tocsin.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.slo.BurnPair;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloReader;
import tocsin.ingest.prometheus.SelectorLint;
import tocsin.runtime.definitions.DefinitionSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What Sloth's own examples say, typed anew.
class SlothTest {
    private static final String GETTING_STARTED =
            """
            version: "prometheus/v1"
            service: "myservice"
            labels:
              owner: "myteam"
              tier: "2"
            slos:
              - name: "requests-availability"
                objective: 99.9
                description: "Common SLO based on availability for HTTP request responses."
                sli:
                  events:
                    error_query: sum(rate(http_request_duration_seconds_count{job="myservice",code=~"(5..|429)"}[{{.window}}]))
                    total_query: sum(rate(http_request_duration_seconds_count{job="myservice"}[{{.window}}]))
                alerting:
                  name: MyServiceHighErrorRate
                  labels: {category: "availability"}
                  annotations: {summary: "High error rate on 'myservice' requests responses"}
                  page_alert: {labels: {severity: pageteam, routing_key: myteam}}
                  ticket_alert: {labels: {severity: "slack", slack_channel: "#alerts-myteam"}}
            """;

    private static final String LATENCY =
            """
            version: prometheus/v1
            service: k8s-apiserver
            slos:
              - name: requests-latency
                objective: 99
                sli:
                  events:
                    error_query: |
                      (
                        sum(rate(apiserver_request_duration_seconds_count{verb!="WATCH"}[{{.window}}]))
                        -
                        sum(rate(apiserver_request_duration_seconds_bucket{le="0.4",verb!="WATCH"}[{{.window}}]))
                      )
                    total_query: sum(rate(apiserver_request_duration_seconds_count{verb!="WATCH"}[{{.window}}]))
                alerting:
                  page_alert: {disable: true}
            """;

    @TempDir private Path folder;

    @Test
    void an_slo_of_sloth_is_one_of_ours_with_its_windows() throws IOException {
        var slo = only(GETTING_STARTED);

        assertThat(slo.name()).isEqualTo("myservice-requests-availability");
        assertThat(slo.service()).isEqualTo("myservice");
        assertThat(slo.sli()).isEqualTo("requests-availability");
        assertThat(slo.target()).isEqualTo("0.999");
        assertThat(slo.parts().all().getFirst().goodCounted()).isFalse();
        assertThat(slo.policy().name()).isEqualTo("sloth");
        assertThat(slo.policy().pairs())
                .extracting(BurnPair::factorMilli)
                .as("14.4, 6, 3 and 1, as Sloth computes for 30 days")
                .containsExactly(14_400L, 6_000L, 3_000L, 1_000L);
    }

    @Test
    void errors_that_are_the_total_less_the_good_ones_are_counted_by_the_good_ones()
            throws IOException {
        var slo = only(LATENCY);

        assertThat(slo.parts().all().getFirst().goodCounted()).isTrue();
        assertThat(slo.policy().name()).isEqualTo("sloth-ticket");
        assertThat(slo.policy().pairs())
                .extracting(BurnPair::name)
                .containsExactly("TICKET_FAST", "TICKET_SLOW");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    sum(rate(http_requests_total{code="5"}[{{ .window }}])) OR on() vector(0) | bad
                    (sum( increase( {__name__="e"} [{{.window}}] ) ))  or vector(0)           | bad
                    sum(rate(t[{{.window}}])) - (sum(rate(t{le="1"}[{{.window}}])))           | good
                    """)
    void queries_that_add_up_counters_are_counted(String errors, String role) {
        assertThat(SlothQuery.ratio(errors, "sum(rate(t[{{.window}}]))").role()).isEqualTo(role);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    error_query: sum(        | error_query: avg(                                 | a.yaml:12:22: slos[0].sli.events.error_query: only sum(rate(SELECTOR[{{.window}}])), and for errors the total less such a sum
                    objective: 99.9          | objective: 100                                    | a.yaml:8:16: slos[0].objective: must be above 0 and below 100
                    slos:                    | slo_plugins: {chain: [{id: "sloth.dev/x/v1"}]}/slos: | a.yaml:6:14: slo_plugins: Sloth's plugins are not run here
                    page_alert: {            | page_alrt: {                                      | 'page_alrt' is unknown; did you mean 'page_alert'?
                    prometheus/v1            | prometheus/v2                                     | a.yaml:1:10: version: 'prometheus/v2' is unknown; did you mean 'prometheus/v1'?
                    """)
    void what_cannot_be_counted_is_refused_where_it_stands(
            String text, String instead, String reason) throws IOException {
        assertThat(GETTING_STARTED).contains(text);

        assertThat(
                        read(GETTING_STARTED.replace(text, instead.replace("/slos", "\nslos")))
                                .problems())
                .singleElement()
                .asString()
                .contains(reason);
    }

    @Test
    void computed_ratios_and_two_disabled_alerts_are_refused() throws IOException {
        var raw = LATENCY.substring(0, LATENCY.indexOf("      events:"));

        assertThat(
                        read(raw + "      raw: {error_ratio_query: 'a'}\n" + "    alerting: {}\n")
                                .problems())
                .singleElement()
                .asString()
                .contains("a.yaml:6:5: slos[0].sli: a ratio that a query or a plugin computes");
        assertThat(read(LATENCY + "      ticket_alert: {disable: true}\n").problems())
                .singleElement()
                .asString()
                .contains("with both alerts disabled nobody would hear of it");
    }

    @Test
    void a_policy_of_the_folder_replaces_the_one_that_comes_along() throws IOException {
        var own =
                """
                ---
                apiVersion: tocsin.dev/v1
                kind: BurnPolicy
                metadata: {name: sloth}
                spec: {pairs: [{factor: 2, long: 1h, short: 5m, class: PAGE_FAST}]}
                """;

        assertThat(only(GETTING_STARTED + own).policy().pairs()).hasSize(1);
    }

    private Slo only(String text) throws IOException {
        var read = read(text);
        assertThat(read.problems()).isEmpty();
        var set = new DefinitionSet(1, "", Instant.EPOCH, read.documents());
        assertThat(new SelectorLint().check(set)).isEmpty();
        List<Slo> slos = SloReader.read(set).slos();
        assertThat(slos).hasSize(1);
        return slos.getFirst();
    }

    private DefinitionFolder.Result read(String text) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), text);
        return DefinitionFolder.read(folder);
    }
}
