package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.responder.Defaults;
import tocsin.responder.api.DefinitionLog;
import tocsin.responder.api.DefinitionRoutes;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;
import tocsin.runtime.definitions.DefinitionSet;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ApplyCommandTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final int BUILT_IN = Defaults.documents().size();
    private static final String SERVICE =
            """
            apiVersion: tocsin.dev/v1
            kind: Service
            metadata: {name: checkout}
            spec: {tier: 1}
            """;

    /// Sets in memory.
    private static final class Log implements DefinitionLog {
        private DefinitionSet newest = new DefinitionSet(1, "built-in", NINE, Defaults.documents());

        @Override
        public DefinitionSet newest() {
            return newest;
        }

        @Override
        public void write(DefinitionSet set, String appliedBy) {
            newest = set;
        }
    }

    @TempDir private Path folder;
    private final StringWriter printed = new StringWriter();
    private final Log log = new Log();
    private HttpServer server;

    @BeforeEach
    void serve() {
        var platform =
                new Platform(
                        new KafkaConfig(
                                "127.0.0.1:1",
                                List.of(URI.create("http://127.0.0.1:1")),
                                "test.",
                                Map.of()));
        var routes = new DefinitionRoutes(log, "other", InstantSource.fixed(NINE));
        server = HttpServer.start(HttpServer.Config.loopback(0), platform, routes::addTo);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_plan_comes_first_and_then_the_set() throws IOException {
        write(SERVICE);

        assertThat(apply()).isZero();
        assertThat(printed.toString())
                .isEqualTo(
                        """
                        against set 1:
                          + Service/checkout
                        1 added, 0 changed, 0 removed, %d unchanged
                        set 2 with %d documents takes effect at 2026-01-05T09:00:05Z
                        """
                                .formatted(BUILT_IN, BUILT_IN + 1));

        write(
                SERVICE.replace("tier: 1", "tier: 0, escalationPolicy: default")
                        + "---\n"
                        + """
                        apiVersion: tocsin.dev/v1
                        kind: Channel
                        metadata: {name: console}
                        spec: {type: webhook, url: "http://phone"}
                        """);
        assertThat(apply("--effective-from", "2026-01-05T10:00:00Z")).isZero();
        assertThat(printed.toString())
                .isEqualTo(
                        """
                        against set 2:
                          ~ Channel/console
                              spec.type: "console" -> "webhook"
                              spec.url: "http://phone"
                          ~ Service/checkout
                              spec.escalationPolicy: "default"
                              spec.tier: 1 -> 0
                        0 added, 2 changed, 0 removed, %d unchanged
                        set 3 with %d documents takes effect at 2026-01-05T10:00:00Z
                        """
                                .formatted(BUILT_IN - 1, BUILT_IN + 1));

        write("# nothing of our own\n");
        assertThat(apply()).isZero();
        assertThat(printed.toString())
                .contains(
                        "  - Service/checkout\n",
                        "0 added, 1 changed, 1 removed, %d unchanged\n".formatted(BUILT_IN - 1));
    }

    @Test
    void a_dry_run_sends_nothing() throws IOException {
        write(SERVICE);

        assertThat(apply("--dry-run")).isZero();
        assertThat(printed.toString()).endsWith("%d unchanged\nnot applied\n".formatted(BUILT_IN));
        assertThat(log.newest().version()).isEqualTo(1);
    }

    @Test
    void programs_get_json() throws IOException {
        write(SERVICE);

        assertThat(apply("-o", "json")).isZero();
        var json = JsonMapper.shared().readTree(printed.toString());
        assertThat(json.path("baseVersion").asInt()).isEqualTo(1);
        assertThat(json.path("changes").path(0).toString())
                .isEqualTo(
                        "{\"change\":\"added\",\"document\":\"Service/checkout\",\"fields\":[]}");
        assertThat(json.path("unchanged").asInt()).isEqualTo(BUILT_IN);
        assertThat(json.path("applied").path("version").asInt()).isEqualTo(2);
    }

    @Test
    void the_same_again_changes_nothing() throws IOException {
        write(SERVICE);
        apply();

        assertThat(apply()).isZero();
        assertThat(printed.toString())
                .isEqualTo(
                        """
                        against set 2:
                        0 added, 0 changed, 0 removed, %d unchanged
                        nothing changed: set 2 has the same content
                        """
                                .formatted(BUILT_IN + 1));
    }

    @Test
    void what_cannot_be_used_is_not_sent() throws IOException {
        write(SERVICE.replace("tier: 1", "tier: 7"));

        assertThat(apply()).isEqualTo(1);
        assertThat(printed.toString())
                .contains("a.yaml:4:14: Service/checkout: spec.tier: must be at most 3, not 7");
        assertThat(log.newest().version()).isEqualTo(1);
    }

    private int apply(String... options) {
        printed.getBuffer().setLength(0);
        var words = new ArrayList<>(List.of("apply", folder.toString(), "--api", server.url()));
        words.addAll(List.of(options));
        var out = new PrintWriter(printed, true);
        return Tocsin.commandLine().setOut(out).setErr(out).execute(words.toArray(String[]::new));
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), text);
    }
}
