package tocsin.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;

class TokenBookTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    @Test
    void a_secret_is_256_random_bits_and_only_its_hash_is_kept() {
        var secret = Token.secret(new SecureRandom());
        var book = TokenBook.EMPTY.with(token("ada", secret, null, Role.VIEWER));

        assertThat(secret).hasSize("tocsin_".length() + 43).isNotEqualTo(newSecret());
        assertThat(new String(book.json(), UTF_8)).doesNotContain(secret.substring(7));
        assertThat(book.find(secret, NINE))
                .hasValueSatisfying(caller -> assertThat(caller.name()).isEqualTo("ada"));
        assertThat(book.find(secret + "x", NINE)).isEmpty();
        assertThat(book.find(Token.hash(secret), NINE)).isEmpty();
        assertThat(book.find("", NINE)).isEmpty();
    }

    @Test
    void what_is_written_is_read_back() {
        var book =
                TokenBook.EMPTY
                        .with(token("ada", "one", null, Role.RESPONDER, Role.APPROVER))
                        .with(token("ci@build", "two", NINE.plusSeconds(1), Role.SENDER));

        assertThat(TokenBook.parse(book.json())).isEqualTo(book);
    }

    @Test
    void a_token_that_expired_or_was_revoked_is_nobodys() {
        var book = TokenBook.EMPTY.with(token("ada", "one", NINE, Role.VIEWER));

        assertThat(book.find("one", NINE.minusMillis(1))).isPresent();
        assertThat(book.find("one", NINE)).isEmpty();
        assertThat(book.without("ada").tokens()).isEmpty();
        assertThatThrownBy(() -> book.without("eve")).hasMessageContaining("no token eve");
        assertThatThrownBy(() -> book.with(token("ada", "two", null, Role.VIEWER)))
                .hasMessageContaining("exists already");
    }

    /// An admin changes definitions, but does not approve: the one who sets the rules is not the
    /// one who lets an action pass.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    viewer    | anyone viewer
                    responder | anyone viewer responder
                    approver  | anyone viewer approver
                    admin     | anyone viewer responder admin sender
                    sender    | anyone sender
                    """)
    void a_role_grants_just_this(String role, String granted) {
        var caller = new Caller("ada", Set.of(Role.of(role)));

        for (var needed : Role.values()) {
            assertThat(caller.may(needed))
                    .as("%s for %s", role, needed)
                    .isEqualTo(Set.of(granted.split(" ")).contains(needed.text()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"tokens\":{}}",
                "{\"tokens\":[7]}",
                "{\"tokens\":[],\"tokens\":[]}",
                "{\"tokens\":[{\"name\":\"a\",\"roles\":[\"viewer\"],\"hash\":\"\","
                        + "\"createdAt\":\"2026-01-05T09:00:00Z\"}]}",
                "{\"tokens\":[{\"name\":\"a\",\"roles\":[\"anyone\"],\"hash\":\"\"}]}",
                "{\"tokens\":[{\"name\":\"a b\",\"roles\":[\"viewer\"],\"hash\":\"\"}]}"
            })
    void what_makes_no_sense_is_refused(String json) {
        assertThatThrownBy(() -> TokenBook.parse(json.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("null");
    }

    private static String newSecret() {
        return Token.secret(new SecureRandom());
    }

    static Token token(String name, String secret, Instant expiresAt, Role... roles) {
        return new Token(name, Set.of(roles), Token.hash(secret), NINE.minusSeconds(60), expiresAt);
    }
}
