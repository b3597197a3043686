package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.access.Role;
import tocsin.runtime.access.Token;
import tocsin.runtime.access.TokenFile;
import tocsin.runtime.definitions.DefinitionSet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Whoever showed the token is who did it.
class TokenActorTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String SET =
            "{\"baseVersion\":0,\"appliedBy\":\"mallory\",\"documents\":[]}";

    @TempDir private Path folder;
    private final List<String> appliedBy = new ArrayList<>();
    private Api api;

    @BeforeEach
    void start() throws IOException {
        var file = folder.resolve("tokens.json");
        for (var role : List.of(Role.ADMIN, Role.RESPONDER)) {
            var name = role.text();
            TokenFile.change(
                    file,
                    tokens ->
                            tokens.with(
                                    new Token(name, Set.of(role), Token.hash(name), NINE, null)));
        }
        var routes = new DefinitionRoutes(new Log(), "", InstantSource.fixed(NINE));
        api = Api.guarded(file, routes::addTo);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void the_actor_is_the_tokens_name_not_what_the_body_says() throws Exception {
        assertThat(apply("Bearer admin").status()).isEqualTo(200);
        assertThat(appliedBy).containsExactly("admin");
    }

    @Test
    void definitions_are_applied_by_admins_only() throws Exception {
        assertThat(apply("Bearer responder").status()).isEqualTo(403);
        assertThat(apply("Bearer mallory").status()).isEqualTo(401);
        assertThat(api.get("/v1/definitions").status()).isEqualTo(401);
        assertThat(api.get("/v1/definitions", "Authorization", "Bearer responder").status())
                .isEqualTo(200);
        assertThat(appliedBy).isEmpty();
    }

    private Api.Response apply(String authorization) throws Exception {
        return api.post("/v1/definitions", SET, "Authorization", authorization);
    }

    private final class Log implements DefinitionLog {
        @Override
        public DefinitionSet newest() {
            return new DefinitionSet(0, "", NINE, List.of());
        }

        @Override
        public void write(DefinitionSet set, String by) {
            appliedBy.add(by);
        }
    }
}
