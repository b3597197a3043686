package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Prometheus accepts what it is given about Tocsin, and finds the services where Compose puts
/// them.
class PrometheusConfigTest {
    private final ComposeFile compose = ComposeFile.read();
    private final JsonNode config =
            new YAMLMapper()
                    .readTree(ObservabilityFiles.PROMETHEUS.resolve("prometheus.yml").toFile());

    @ParameterizedTest
    @CsvSource({"config,prometheus.yml", "rules,tocsin-rules.yml"})
    void promtool_finds_nothing_wrong(String what, String file) throws Exception {
        var checked = promtool("check", what, ObservabilityFiles.PROMETHEUS.resolve(file));

        assertThat(checked).contains("SUCCESS").doesNotContain("FAILED");
    }

    @Test
    void the_rules_fire_when_they_should(@TempDir Path folder) throws Exception {
        var tests = Path.of(getClass().getResource("/tocsin-rules-test.yml").toURI());
        // promtool looks for the rules beside the tests.
        Files.copy(tests, folder.resolve("tests.yml"));
        Files.copy(
                ObservabilityFiles.PROMETHEUS.resolve("tocsin-rules.yml"),
                folder.resolve("tocsin-rules.yml"));

        var tested = promtool("test", "rules", folder.resolve("tests.yml"));

        assertThat(tested).contains("SUCCESS").doesNotContain("FAILED");
    }

    @Test
    void every_service_of_ours_is_scraped_where_it_listens() {
        var targets =
                config.path("scrape_configs").path(0).path("static_configs").findValues("targets");

        assertThat(targets)
                .extracting(one -> one.path(0).asString())
                .containsExactlyInAnyOrderElementsOf(
                        compose.ours().stream().map(this::address).toList());
    }

    @Test
    void samples_and_alerts_go_to_ingest() {
        assertThat(config.path("remote_write").path(0).path("url").asString())
                .isEqualTo("http://" + address("ingest") + "/api/v1/write");
        assertThat(
                        config.path("alerting")
                                .path("alertmanagers")
                                .path(0)
                                .path("static_configs")
                                .path(0)
                                .path("targets")
                                .path(0)
                                .asString())
                .isEqualTo(address("ingest"));
    }

    private String address(String service) {
        return service + ":" + compose.environment(service).get("TOCSIN_HTTP_PORT");
    }

    private static String promtool(String verb, String what, Path file) throws Exception {
        var tool =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .map(folder -> Path.of(folder, "promtool"))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(
                tool.isPresent(),
                "promtool is not installed (Debian: apt-get install prometheus); this test needs"
                        + " it");
        var process =
                new ProcessBuilder(
                                List.of(tool.orElseThrow().toString(), verb, what, file.toString()))
                        .redirectErrorStream(true)
                        .start();
        var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
