package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import tocsin.runtime.access.Role;
import tocsin.runtime.access.TokenFile;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;

class TokenCommandTest {
    private static final String HERE = "http://127.0.0.1:8080";

    @TempDir private Path folder;

    @Test
    void a_token_is_created_listed_and_revoked() {
        var secret = run("create", "ada", "--role", "responder,approver", "--expires-in", "90d");
        var tokens = TokenFile.open(ApiToken.book(folder));

        assertThat(secret.strip()).startsWith("tocsin_");
        assertThat(tokens.find(secret.strip(), Instant.now()))
                .hasValueSatisfying(caller -> {
                    assertThat(caller.name()).isEqualTo("ada");
                    assertThat(caller.roles())
                            .containsExactlyInAnyOrder(Role.RESPONDER, Role.APPROVER);
                });
        assertThat(run("list")).contains("ada", "responder,approver").doesNotContain("tocsin_");
        assertThat(run("list", "-o", "json")).startsWith("[{\"name\":\"ada\"");

        run("create", "ada-laptop", "--person", "ada", "--role", "approver");
        assertThat(TokenFile.open(ApiToken.book(folder)).find(secret.strip(), Instant.now()))
                .hasValueSatisfying(caller -> assertThat(caller.name()).isEqualTo("ada"));
        run("revoke", "ada");
        assertThat(TokenFile.open(ApiToken.book(folder)).find(secret.strip(), Instant.now()))
                .isEmpty();
    }

    @Test
    void the_first_token_is_made_once_and_is_for_its_owner_only() throws Exception {
        assertThat(ApiToken.makeFirst(folder)).isTrue();
        var secret = ApiToken.forUrl(HERE, Map.of(), folder);

        assertThat(ApiToken.makeFirst(folder)).isFalse();
        assertThat(ApiToken.forUrl(HERE, Map.of(), folder)).isEqualTo(secret);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(ApiToken.adminFile(folder))))
                .isEqualTo("rw-------");
        assertThat(TokenFile.open(ApiToken.book(folder)).find(secret, Instant.now()))
                .hasValueSatisfying(
                        caller -> assertThat(caller.roles()).containsExactly(Role.ADMIN));
    }

    @Test
    void what_the_environment_says_comes_first_and_the_folder_is_for_this_machine_only()
            throws Exception {
        ApiToken.makeFirst(folder);
        var file = Files.writeString(folder.resolve("mine"), " from-a-file\n").toString();

        assertThat(ApiToken.forUrl(HERE, Map.of("TOCSIN_TOKEN", "mine"), folder)).isEqualTo("mine");
        assertThat(ApiToken.forUrl(HERE, Map.of("TOCSIN_TOKEN_FILE", file), folder))
                .isEqualTo("from-a-file");
        assertThat(ApiToken.forUrl("https://tocsin.example.org", Map.of(), folder)).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_told() {
        run("create", "ada", "--role", "viewer");

        assertThat(failing("create", "ada", "--role", "viewer")).contains("exists already");
        assertThat(failing("create", "eve", "--role", "root")).contains("'root' is no role");
        assertThat(failing("create", "a b", "--role", "viewer")).contains("a token's name is");
        assertThat(failing("revoke", "eve")).contains("there is no token eve");
    }

    private String run(String... arguments) {
        var out = new StringWriter();
        assertThat(command(out, new StringWriter()).execute(with(arguments))).isZero();
        return out.toString();
    }

    private String failing(String... arguments) {
        var errors = new StringWriter();
        assertThat(command(new StringWriter(), errors).execute(with(arguments))).isEqualTo(1);
        return errors.toString();
    }

    private String[] with(String... arguments) {
        var all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = folder.toString();
        return all;
    }

    private static CommandLine command(StringWriter out, StringWriter errors) {
        return new CommandLine(new TokenCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true));
    }
}
