package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;
import tocsin.runtime.access.Role;
import tocsin.runtime.access.Token;
import tocsin.runtime.access.TokenFile;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The token that commands show to the operators' API, and the first one, which `tocsin up` makes.
final class ApiToken {
    /// The default data folder of `tocsin up`.
    static final Path DATA = Path.of(".tocsin");

    static final Setting<String> TOKEN =
            new Setting<>(
                    "TOKEN",
                    SettingType.secret(text -> text),
                    "",
                    "tocsin_...",
                    "Token that commands show to the operators' API");

    private ApiToken() {}

    /// `TOCSIN_TOKEN`, else what the file named by `TOCSIN_TOKEN_FILE` holds, else what `tocsin up`
    /// has left in the data folder, which is shown to this machine only.
    ///
    /// @return empty when there is none
    static String forUrl(String url, Map<String, String> environment, Path data) {
        var settings = new Settings(environment);
        var given = settings.find(TOKEN);
        if (!settings.problems().isEmpty()) {
            throw new UserError(settings.problems().getFirst());
        }
        return given.or(() ->
                        Optional.of(adminFile(data))
                                .filter(file -> isThisMachine(url) && Files.isReadable(file))
                                .map(ApiToken::read))
                .orElse("");
    }

    private static boolean isThisMachine(String url) {
        var host = Optional.ofNullable(URI.create(url).getHost()).orElse("");
        return Set.of("127.0.0.1", "localhost", "[::1]").contains(host);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UserError("the token in " + file + " cannot be read: " + e);
        }
    }

    /// Where the hashes of the tokens of a data folder are.
    static Path book(Path data) {
        return data.resolve("tokens.json");
    }

    /// Where the first token of a data folder is.
    static Path adminFile(Path data) {
        return data.resolve("admin-token");
    }

    /// Makes the first token where a data folder has none.
    ///
    /// @return whether it did
    static boolean makeFirst(Path data) {
        var book = book(data);
        if (Files.exists(book)) {
            return false;
        }
        try {
            var secret = Token.secret(new SecureRandom());
            TokenFile.write(adminFile(data), (secret + "\n").getBytes(UTF_8));
            var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            TokenFile.change(
                    book,
                    tokens ->
                            tokens.with(
                                    new Token(
                                            "admin",
                                            Set.of(Role.ADMIN),
                                            Token.hash(secret),
                                            now,
                                            null)));
            return true;
        } catch (IOException e) {
            throw new UserError("the first token cannot be written to " + data + ": " + e);
        }
    }
}
