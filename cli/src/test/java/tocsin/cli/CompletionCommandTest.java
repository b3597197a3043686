package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class CompletionCommandTest {
    @TempDir private Path folder;

    @Test
    void bash_completes_commands_and_options() throws Exception {
        var script = new StringWriter();
        int code = Tocsin.commandLine().setOut(new PrintWriter(script)).execute("completion");
        assertThat(code).isZero();
        var file = Files.writeString(folder.resolve("tocsin.sh"), script.toString());

        assertThat(completed(file, "tocsin rem")).contains("remediation");
        assertThat(completed(file, "tocsin silence --")).isNotEmpty();
    }

    /// What bash offers behind these words.
    private static String completed(Path script, String line) throws Exception {
        var ask =
                """
                source %s
                COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMP_LINE='%s'; COMP_POINT=${#COMP_LINE}
                _complete_tocsin
                echo "${COMPREPLY[@]}"
                """
                        .formatted(script, line, line);
        var bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
        var said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said.strip();
    }
}
