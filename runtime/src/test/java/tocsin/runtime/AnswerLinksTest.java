package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.runtime.AnswerLinks.Answer;

import java.net.URI;
import java.time.Instant;

class AnswerLinksTest {
    private static final AnswerLinks LINKS = new AnswerLinks("0123456789abcdef0123456789abcdef");
    private static final Answer ANSWER =
            new Answer(
                    "checkout-7k3f9a",
                    "first-engineer",
                    "acknowledge",
                    Instant.parse("2026-01-05T21:00:00Z"));

    @Test
    void a_link_says_what_was_put_into_it() {
        var link = LINKS.link(URI.create("https://answers.example.com"), ANSWER);

        assertThat(link).startsWith("https://answers.example.com/callbacks/link/");
        assertThat(LINKS.read(link.substring(link.lastIndexOf('/') + 1))).contains(ANSWER);
        assertThat(LINKS).hasToString("***");
    }

    @Test
    void no_changed_character_and_no_other_key_is_believed() {
        var token = LINKS.token(ANSWER);
        var other = new AnswerLinks("another-key-another-key-another-key");

        assertThat(other.read(token)).isEmpty();
        for (int i = 0; i < token.length() - 1; i++) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            var forged = token.substring(0, i) + changed + token.substring(i + 1);
            assertThat(LINKS.read(forged)).as(forged).isEmpty();
        }
    }

    @Test
    void nonsense_is_no_link() {
        for (var nonsense : new String[] {"", ".", "a.b", "%%.%%", "a", "x".repeat(100_000)}) {
            assertThat(LINKS.read(nonsense)).isEmpty();
        }
    }

    @Test
    void a_short_key_is_refused() {
        assertThatThrownBy(() -> new AnswerLinks("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key has 32 characters at least");
    }
}
