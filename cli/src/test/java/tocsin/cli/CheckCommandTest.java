package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class CheckCommandTest {
    private static final String GOOD =
            """
            apiVersion: tocsin.dev/v1
            kind: Service
            metadata: {name: checkout}
            spec: {tier: 0, escalationPolicy: shop}
            ---
            apiVersion: tocsin.dev/v1
            kind: EscalationPolicy
            metadata: {name: shop}
            spec:
              steps:
                - targets: [{name: on-call, channels: [phone, console]}]
            ---
            apiVersion: tocsin.dev/v1
            kind: Channel
            metadata: {name: phone}
            spec: {type: webhook, url: "https://pager.example.com/notify"}
            """;

    @TempDir private Path folder;
    private final StringWriter printed = new StringWriter();

    @Test
    void a_clean_folder_is_0() throws IOException {
        write("a.yaml", GOOD);

        assertThat(check()).isZero();
        assertThat(printed).hasToString("3 documents in 1 file: 0 errors, 0 warnings\n");
    }

    @Test
    void everything_wrong_is_told_at_once_with_its_place() throws IOException {
        write("a.yaml", GOOD.replace("escalationPolicy: shop", "escalationPolicy: shp"));
        write(
                "sub/b.yml",
                """
                apiVersion: tocsin.dev/v1
                kind: EscalationPolicy
                metadata: {name: night}
                spec:
                  steps:
                    - targets: [{name: on-call, chanels: [phone]}]
                      deliverWithin: 60
                """);
        write(
                "c.yaml",
                """
                apiVersion: tocsin.dev/v1
                kind: Chanel
                metadata: {name: x}
                ---
                apiVersion: tocsin.dev/v2
                kind: Channel
                ---
                just text
                ---
                apiVersion: tocsin.dev/v1
                kind: Channel
                metadata: {name: phone}
                spec: {type: webhook}
                """);

        assertThat(check()).isEqualTo(1);
        assertThat(printed.toString().replace(folder + "/", "").lines())
                .containsExactly(
                        "a.yaml:4:35: Service/checkout: spec.escalationPolicy: there is no"
                                + " EscalationPolicy 'shp'; did you mean 'shop'?",
                        "c.yaml:2:7: Chanel/x: kind: 'Chanel' is unknown; did you mean 'Channel'?",
                        "c.yaml:5:13: apiVersion: 'tocsin.dev/v2' is unknown; did you mean"
                                + " 'tocsin.dev/v1'?",
                        "c.yaml:8:1: apiVersion: '' is unknown; there are openslo/v1,"
                                + " tocsin.dev/v1",
                        "c.yaml:12:18: Channel/phone: metadata.name: stands in a.yaml:15 too",
                        "c.yaml:13:7: Channel/phone: spec: 'url' is missing",
                        "sub/b.yml:6:17: EscalationPolicy/night: spec.steps[0].targets[0]:"
                                + " a target with a name needs channels",
                        "sub/b.yml:6:33: EscalationPolicy/night: spec.steps[0].targets[0].chanels:"
                                + " 'chanels' is unknown; did you mean 'channels'?",
                        "sub/b.yml:7:22: EscalationPolicy/night: spec.steps[0].deliverWithin: must"
                                + " be a duration: a number and one unit of ms s m h d w, such as"
                                + " 90s, 5m or 30d, not '60'",
                        "4 documents in 3 files: 9 errors, 0 warnings");
    }

    @Test
    void programs_get_json() throws IOException {
        write("a.yaml", GOOD.replace("channels: [phone,", "channels: [fone,"));

        assertThat(check("-o", "json")).isEqualTo(1);
        var problem = json().path("problems").path(0);
        assertThat(json().path("documents").asInt()).isEqualTo(3);
        assertThat(problem.path("file").asString()).isEqualTo(folder.resolve("a.yaml").toString());
        assertThat(problem.path("line").asInt()).isEqualTo(11);
        assertThat(problem.path("column").asInt()).isEqualTo(44);
        assertThat(problem.path("level").asString()).isEqualTo("ERROR");
        assertThat(problem.path("document").asString()).isEqualTo("EscalationPolicy/shop");
        assertThat(problem.path("path").asString())
                .isEqualTo("spec.steps[0].targets[0].channels[0]");
        assertThat(problem.path("message").asString())
                .isEqualTo("there is no Channel 'fone'; did you mean 'phone'?");
    }

    @Test
    void warnings_count_only_when_strict() throws IOException {
        write(
                "a.yaml",
                GOOD.replace(
                        "channels: [phone, console]", "channels: [phone], severities: [SEV1]"));

        assertThat(check()).isZero();
        assertThat(printed.toString())
                .contains(
                        "a.yaml:10:3: warning: EscalationPolicy/shop: spec.steps: no target hears"
                                + " of SEV-2, so only the last resort is told");
        assertThat(check("--strict")).isEqualTo(1);
    }

    @Test
    void a_target_that_is_never_told_is_named() throws IOException {
        write(
                "a.yaml",
                GOOD
                        + "---\n"
                        + """
                        apiVersion: tocsin.dev/v1
                        kind: EscalationPolicy
                        metadata: {name: late}
                        spec:
                          steps:
                            - targets: [{name: on-call, channels: [phone]}]
                            - targets: [{name: lead, channels: [phone], severities: [SEV3, SEV4]}]
                        """);

        assertThat(check()).isEqualTo(1);
        assertThat(printed.toString())
                .contains("this target is never told: SEV-3 and SEV-4 only tell the first step");
    }

    @Test
    void a_matrix_that_nothing_uses_is_odd() throws IOException {
        write(
                "a.yaml",
                """
                apiVersion: tocsin.dev/v1
                kind: SeverityMatrix
                metadata: {name: mine}
                spec:
                  facets: {PAGEFAST: [SEV1, SEV1, SEV2, SEV3]}
                """);

        assertThat(check()).isZero();
        assertThat(printed.toString())
                .contains("only the matrix named 'default' is")
                .contains(
                        "a.yaml:5:22: warning: SeverityMatrix/mine: spec.facets.PAGEFAST: no rule"
                                + " has this class; did you mean 'PAGE_FAST'?");
    }

    @Test
    void hidden_folders_hold_copies() throws IOException {
        write("a.yaml", GOOD);
        write("..2026_11_21/a.yaml", GOOD);

        assertThat(check()).isZero();
    }

    @Test
    void nothing_to_read_is_a_wrong_command_line() throws IOException {
        assertThat(check()).isEqualTo(2);
        assertThat(run("check", folder.resolve("missing").toString())).isEqualTo(2);
        write("a.yaml", GOOD);
        assertThat(check("--nonsense")).isEqualTo(2);
    }

    @Test
    void one_file_can_be_checked() throws IOException {
        write("a.yaml", GOOD);

        assertThat(run("check", folder.resolve("a.yaml").toString())).isZero();
    }

    @Test
    void bytes_that_are_no_text_and_files_without_end_are_refused() throws IOException {
        Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});
        Files.write(folder.resolve("long.yaml"), new byte[4 * 1024 * 1024 + 1]);

        assertThat(check()).isEqualTo(1);
        assertThat(printed.toString())
                .contains("latin.yaml:1:1: is not UTF-8")
                .contains("long.yaml:1:1: is over 4 MiB");
    }

    private int check(String... options) {
        printed.getBuffer().setLength(0);
        var words = new ArrayList<>(List.of("check", folder.toString()));
        words.addAll(List.of(options));
        return run(words.toArray(String[]::new));
    }

    private int run(String... words) {
        var out = new PrintWriter(printed, true);
        return Tocsin.commandLine().setOut(out).setErr(out).execute(words);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(printed.toString());
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
