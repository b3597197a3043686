package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tocsin.runtime.access.Role;
import tocsin.runtime.access.Token;
import tocsin.runtime.access.TokenBook;
import tocsin.runtime.access.TokenFile;
import tocsin.runtime.definitions.DurationText;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// `tocsin token create|list|revoke`: who may do what. Only hashes are kept; the services read the
/// file anew within a second or two.
@Command(
        name = "token",
        description = "Creates, lists and revokes the tokens that the services ask for.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TokenCommand.Create.class,
            TokenCommand.ListAll.class,
            TokenCommand.Revoke.class
        })
final class TokenCommand {
    /// Which file of tokens.
    static final class Book {
        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "File of tokens. Default: TOCSIN_TOKENS_FILE, else DATA/tokens.json")
        private String file = "";

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Data folder of tocsin up. Default: ${DEFAULT-VALUE}")
        private Path data = ApiToken.DATA;

        Path path() {
            return Optional.of(file)
                    .filter(given -> !given.isEmpty())
                    .or(() -> Optional.ofNullable(System.getenv("TOCSIN_TOKENS_FILE")))
                    .map(Path::of)
                    .orElseGet(() -> ApiToken.book(data));
        }

        void change(UnaryOperator<TokenBook> change) {
            try {
                TokenFile.change(path(), change);
            } catch (IOException e) {
                throw new UserError(path() + " cannot be written: " + e);
            }
        }

        List<Token> tokens() {
            try {
                return TokenBook.parse(Files.readAllBytes(path())).tokens();
            } catch (IOException e) {
                throw new UserError(
                        path() + " cannot be read: " + e + "; name another one with --file");
            }
        }
    }

    @Command(
            name = "create",
            description = "Makes a token and prints its secret, once.",
            mixinStandardHelpOptions = true)
    static final class Create implements Runnable {
        @Parameters(paramLabel = "NAME", description = "What it is called.")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                split = ",",
                paramLabel = "ROLE",
                description = "viewer, responder, approver, admin, sender; several with commas")
        private List<String> roles = List.of();

        @Option(
                names = "--person",
                paramLabel = "PERSON",
                description = "Who will have it. Default: NAME")
        private String person = "";

        @Option(
                names = "--expires-in",
                paramLabel = "TIME",
                description = "Such as 90d. Default: it does not expire")
        private String expiresIn = "";

        @Mixin private Book book = new Book();
        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            var secret = Token.secret(new SecureRandom());
            var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            var token =
                    new Token(
                            name,
                            person.isEmpty() ? name : person,
                            roles.stream().map(Role::of).collect(Collectors.toSet()),
                            Token.hash(secret),
                            now,
                            expiresIn.isEmpty() ? null : now.plus(DurationText.parse(expiresIn)));
            book.change(tokens -> tokens.with(token));
            spec.commandLine().getOut().println(secret);
            spec.commandLine()
                    .getErr()
                    .println(
                            "This is shown once. Use it as TOCSIN_TOKEN, or in the header"
                                    + " Authorization: Bearer ...");
        }
    }

    @Command(
            name = "list",
            description = "Lists the tokens, without their secrets.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Runnable {
        @Option(
                names = {"-o", "--output"},
                description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
        private OutputFormat output = OutputFormat.text;

        @Mixin private Book book = new Book();
        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            var out = spec.commandLine().getOut();
            var rows = book.tokens().stream().map(ListAll::row).toList();
            if (output == OutputFormat.json) {
                out.println(JsonMapper.shared().writeValueAsString(rows));
                return;
            }
            out.printf(
                    "%-24s %-24s %-28s %-21s %s%n",
                    "NAME", "PERSON", "ROLES", "CREATED", "EXPIRES");
            for (var row : rows) {
                out.printf(
                        "%-24s %-24s %-28s %-21s %s%n",
                        row.get("name"),
                        row.get("person"),
                        row.get("roles"),
                        row.get("createdAt"),
                        row.get("expiresAt"));
            }
        }

        private static Map<String, String> row(Token token) {
            var row = new LinkedHashMap<String, String>();
            row.put("name", token.name());
            row.put("person", token.person());
            row.put(
                    "roles",
                    new TreeSet<>(token.roles())
                            .stream().map(Role::text).collect(Collectors.joining(",")));
            row.put("createdAt", token.createdAt().toString());
            row.put("expiresAt", Objects.toString(token.expiresAt(), "never"));
            return row;
        }
    }

    @Command(
            name = "revoke",
            description = "Takes a token back; it is refused within a second or two.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Runnable {
        @Parameters(paramLabel = "NAME", description = "Whose.")
        private String name = "";

        @Mixin private Book book = new Book();

        @Override
        public void run() {
            book.change(tokens -> tokens.without(name));
        }
    }
}
