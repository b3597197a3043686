package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What goes wrong before anything runs is told in one line, with a way out.
class LauncherTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    @TempDir private Path folder;

    @Test
    void a_missing_jdk_is_named() throws Exception {
        var launcher = new ProcessBuilder(PROJECT.resolve("tocsin").toString(), "up");
        launcher.environment().put("TOCSIN_JDK_VERSION", "99");
        var process = launcher.redirectErrorStream(true).start();
        var printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(printed.lines()).hasSize(1);
        assertThat(printed)
                .startsWith("tocsin: a JDK 99 is needed and none was found")
                .contains("set JAVA_HOME");
    }

    @Test
    void a_port_in_use_is_named_after_waiting_for_it() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int offset = taken.getLocalPort() - 9092;

            var run = run("up", "--port-offset", "" + offset, "--data", folder.toString());

            assertThat(run.exit).isEqualTo(1);
            assertThat(run.errors)
                    .containsOnlyOnce("tocsin: ")
                    .contains("port " + taken.getLocalPort() + " (Kafka) is in use")
                    .contains("--port-offset");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws Exception {
        var file = Files.writeString(folder.resolve("a-file"), "");

        var run = run("up", "--data", file.resolve("below").toString());

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.errors)
                .containsOnlyOnce("tocsin: ")
                .contains("cannot write to " + file.resolve("below"))
                .contains("--data DIR");
    }

    @Test
    void a_folder_in_use_is_named() throws Exception {
        try (var _ = DataFolder.take(folder)) {
            var run = run("up", "--data", folder.toString());

            assertThat(run.exit).isEqualTo(1);
            assertThat(run.errors).contains("another tocsin uses " + folder);
        }
    }

    @Test
    void every_problem_of_the_definitions_is_named_with_its_file() throws Exception {
        Files.writeString(folder.resolve("broken.yaml"), "kind: SLO\nmetadata: {name: [}\n");
        Files.writeString(folder.resolve("nameless.yaml"), "kind: Service\n");
        Files.writeString(
                folder.resolve("slo.yaml"), LocalTocsin.demoDefinitions().replace("0.999", "1.0"));

        var run =
                run("up", "--config", folder.toString(), "--data", folder.resolve("d").toString());

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.errors)
                .contains("broken.yaml:2:")
                .contains("nameless.yaml:1:1: apiVersion: '' is unknown")
                .contains("slo.yaml:29:25: SLO/checkout-availability")
                .contains("a target of 1 leaves no error budget; it is 1.0");
    }

    @Test
    void a_wrong_command_line_ends_with_2() throws Exception {
        assertThat(run("up", "--sideways").exit).isEqualTo(2);
    }

    private record Run(int exit, String errors) {}

    private Run run(String... arguments) throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, "out", ".log");
        try (var process = TocsinProcess.start(output, Map.of(), arguments)) {
            int exit = process.awaitEnd(Duration.ofSeconds(60));
            return new Run(exit, process.printed());
        }
    }
}
