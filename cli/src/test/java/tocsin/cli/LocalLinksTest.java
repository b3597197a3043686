package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.channel.Answers;
import tocsin.responder.callback.CallbackConfig;
import tocsin.runtime.AnswerLinks;
import tocsin.runtime.AnswerLinks.Answer;
import tocsin.runtime.Settings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Map;

class LocalLinksTest {
    private static final String OWN = "0123456789abcdef0123456789abcdef";
    private static final Answer ANSWER =
            new Answer("checkout-7k3f9a", "first-engineer", "acknowledge", Instant.EPOCH);

    @TempDir private Path data;

    @Test
    void with_a_listener_alone_links_lead_to_it_signed_by_a_key_that_stays() throws IOException {
        var first = settings(Map.of("TOCSIN_CALLBACK_PORT", "18085"));
        var answers = Answers.from(first).orElseThrow();
        var later = settings(Map.of("TOCSIN_CALLBACK_PORT", "18085"));

        var link = answers.links().link(answers.base(), ANSWER);

        assertThat(link).startsWith("http://127.0.0.1:18085" + AnswerLinks.PATH);
        var listener = CallbackConfig.from(later).orElseThrow().links().orElseThrow();
        assertThat(listener.read(link.substring(link.lastIndexOf('/') + 1))).contains(ANSWER);
        assertThat(first.problems()).isEmpty();
        assertThat(Files.getPosixFilePermissions(data.resolve("link-key")))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void what_is_said_counts() {
        var settings =
                settings(
                        Map.of(
                                "TOCSIN_CALLBACK_PORT", "18085",
                                "TOCSIN_CALLBACK_URL", "https://answers.example.com",
                                "TOCSIN_LINK_KEY", OWN));

        var answers = Answers.from(settings).orElseThrow();

        assertThat(answers.base()).isEqualTo(URI.create("https://answers.example.com"));
        assertThat(answers.links().token(ANSWER)).isEqualTo(new AnswerLinks(OWN).token(ANSWER));
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void without_a_listener_or_a_port_that_is_known_there_are_no_links() {
        assertThat(Answers.from(settings(Map.of()))).isEmpty();
        assertThat(settings(Map.of("TOCSIN_CALLBACK_PORT", "x")).problems()).isNotNull();
        assertThat(data).isEmptyDirectory();
        assertThat(Answers.from(settings(Map.of("TOCSIN_CALLBACK_PORT", "0")))).isEmpty();
    }

    private Settings settings(Map<String, String> environment) {
        return LocalLinks.settings(environment, data);
    }
}
