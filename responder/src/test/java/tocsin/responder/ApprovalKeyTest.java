package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Keys;

import java.time.Instant;

class ApprovalKeyTest {
    /// Made with `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout`.
    private static final String SECRET =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIFnw7/VvPOVIikHi5pzPDmoFFOMlNW068Is+qWwctw9Q
            -----END PRIVATE KEY-----
            """;

    private static final String PUBLIC =
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAdQeMWp9lU06FRApwfPyqManYWylEz8RvAUQjykL7uME=
            -----END PUBLIC KEY-----
            """;

    private static final Approval UNSIGNED =
            new Approval("a", "r", "h", 1, "one", Instant.EPOCH, Instant.EPOCH, "", "");

    @Test
    void what_it_signs_is_known_by_the_public_key_that_openssl_derives() {
        var keys = Keys.parse(PUBLIC);
        assertThat(keys.signed(ApprovalKey.parse(SECRET).sign(UNSIGNED))).isTrue();
        assertThat(ApprovalKey.parse(SECRET).keys()).isEqualTo(keys);
    }

    @Test
    void the_example_of_the_documentation_is_told_from_others() {
        assertThat(ApprovalKey.parse(ApprovalKey.EXAMPLE).isExample()).isTrue();
        assertThat(ApprovalKey.parse(SECRET).isExample()).isFalse();
    }

    @Test
    void every_new_key_is_another_one() {
        var one = ApprovalKey.parse(ApprovalKey.generate());
        var other = ApprovalKey.parse(ApprovalKey.generate());
        assertThat(one.keys().signed(one.sign(UNSIGNED))).isTrue();
        assertThat(one.keys().signed(other.sign(UNSIGNED))).isFalse();
    }

    @Test
    void anything_else_is_refused_without_a_word_of_it() {
        assertThatThrownBy(() -> ApprovalKey.parse("secret"))
                .hasMessage("it is no Ed25519 private key in PEM");
    }
}
