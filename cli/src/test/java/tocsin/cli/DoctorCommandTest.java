package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

class DoctorCommandTest {
    @Test
    void where_nothing_runs_everything_is_named_with_what_to_do() {
        var nowhere = "http://127.0.0.1:" + Ports.free();
        var printed = new StringWriter();
        int code = doctor(nowhere, printed);

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

    @Test
    void what_a_service_warns_of_is_told() throws IOException {
        var ingest =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ingest.createContext(
                "/health/ready",
                exchange -> {
                    try (exchange) {
                        var text =
                                "{\"status\":\"ready\",\"warnings\":{\"channels\":\"phone"
                                        + " refuses\"}}";
                        exchange.sendResponseHeaders(200, text.length());
                        exchange.getResponseBody().write(text.getBytes(UTF_8));
                    }
                });
        ingest.start();
        try {
            var printed = new StringWriter();
            doctor("http://127.0.0.1:" + ingest.getAddress().getPort(), printed);

            assertThat(JsonMapper.shared().readTree(printed.toString()).values())
                    .filteredOn(one -> one.path("check").asString().equals("ingest"))
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.path("well").asBoolean()).isTrue();
                        assertThat(one.path("found").asString())
                                .endsWith("; it warns: {\"channels\":\"phone refuses\"}");
                    });
        } finally {
            ingest.stop(0);
        }
    }

    /// Where nothing else runs.
    private static int doctor(String ingest, StringWriter printed) {
        var nowhere = "127.0.0.1:" + Ports.free();
        var environment =
                Map.of(
                        "TOCSIN_BOOTSTRAP_SERVERS",
                        nowhere,
                        "TOCSIN_SCHEMA_REGISTRY_URL",
                        "http://" + nowhere,
                        "TOCSIN_KAFKA_REQUEST_TIMEOUT_MS",
                        "500",
                        "TOCSIN_KAFKA_DEFAULT_API_TIMEOUT_MS",
                        "1000");
        return new CommandLine(new DoctorCommand(environment))
                .setOut(new PrintWriter(printed))
                .execute("--ingest", ingest, "--api", "http://" + nowhere, "-o", "json");
    }
}
