package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class TemplateCommandTest {
    private static final String TEMPLATE =
            """
            apiVersion: tocsin.dev/v1
            kind: MessageTemplate
            metadata: {name: short}
            spec: {channel: sms, text: "%s"}
            """;

    private final StringWriter printed = new StringWriter();

    @TempDir private Path folder;

    @Test
    void every_text_of_a_channel_is_shown() {
        assertThat(run("render", "--channel", "mail")).isZero();

        assertThat(printed.toString())
                .contains("--- mail-subject, PAGE", "--- mail-html, RESOLVED", "SEV-2 checkout");
    }

    @Test
    void an_event_is_said_by_the_templates_of_a_folder() throws IOException {
        var event =
                Files.writeString(
                        folder.resolve("event.json"),
                        "{\"type\":\"resolved\",\"service\":\"payments\",\"severity\":\"SEV-1\"}");
        Files.writeString(
                folder.resolve("texts.yaml"),
                TEMPLATE.formatted("{{ kind }} {{ severity }} {{ service }}"));

        run(
                "render",
                "--channel",
                "sms",
                "--event",
                event.toString(),
                "--config",
                folder.toString());

        assertThat(printed.toString()).contains("resolved SEV-1 payments");
    }

    @Test
    void a_template_that_cannot_be_used_is_named_before_it_is_applied() throws IOException {
        Files.writeString(folder.resolve("texts.yaml"), TEMPLATE.formatted("{{ severty }}"));

        assertThatThrownBy(() -> ConfigDirectory.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("texts.yaml:4:28: MessageTemplate/short: spec.text: line 1")
                .hasMessageContaining("severty");
    }

    private int run(String... arguments) {
        return new CommandLine(new TemplateCommand())
                .setOut(new PrintWriter(printed))
                .execute(arguments);
    }
}
