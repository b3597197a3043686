package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

class DoctorCommandTest {
    @Test
    void where_nothing_runs_everything_is_named_with_what_to_do() {
        var printed = new StringWriter();
        var nowhere = "127.0.0.1:" + Ports.free();
        int code =
                new CommandLine(
                                new DoctorCommand(
                                        Map.of(
                                                "TOCSIN_BOOTSTRAP_SERVERS",
                                                nowhere,
                                                "TOCSIN_SCHEMA_REGISTRY_URL",
                                                "http://" + nowhere,
                                                "TOCSIN_KAFKA_REQUEST_TIMEOUT_MS",
                                                "500",
                                                "TOCSIN_KAFKA_DEFAULT_API_TIMEOUT_MS",
                                                "1000")))
                        .setOut(new PrintWriter(printed))
                        .execute(
                                "--ingest",
                                "http://" + nowhere,
                                "--api",
                                "http://" + nowhere,
                                "-o",
                                "json");

        assertThat(code).isEqualTo(1);
        var findings = JsonMapper.shared().readTree(printed.toString());
        assertThat(findings.values())
                .filteredOn(one -> !one.path("well").asBoolean())
                .hasSize(5)
                .allSatisfy(one -> {
                    assertThat(one.path("found").asString()).isNotBlank();
                    assertThat(one.path("fix").asString()).isNotBlank();
                });
    }
}
