package tocsin.runtime.access;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// All tokens of an installation.
public record TokenBook(List<Token> tokens) {
    /// Without any token.
    public static final TokenBook EMPTY = new TokenBook(List.of());

    private static final int TOKENS_MAX = 1_000;
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    public TokenBook {
        tokens = List.copyOf(tokens);
        if (tokens.size() > TOKENS_MAX) {
            throw new IllegalArgumentException("at most " + TOKENS_MAX + " tokens");
        }
        var names = new HashSet<String>();
        for (var token : tokens) {
            if (!names.add(token.name())) {
                throw new IllegalArgumentException("token " + token.name() + " exists already");
            }
        }
    }

    /// Whose secret this is, if anybody's. All tokens are looked at, so that the time it takes
    /// tells nothing.
    public Optional<Caller> find(String secret, Instant now) {
        var hash = Token.hash(secret);
        var found = Optional.<Caller>empty();
        for (var token : tokens) {
            if (token.has(hash) && token.valid(now)) {
                found = Optional.of(token.caller());
            }
        }
        return found;
    }

    /// The same with one more.
    ///
    /// @throws IllegalArgumentException when there is one of that name
    public TokenBook with(Token token) {
        var next = new ArrayList<>(tokens);
        next.add(token);
        return new TokenBook(next);
    }

    /// The same without one.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public TokenBook without(String name) {
        var next = tokens.stream().filter(token -> !token.name().equals(name)).toList();
        if (next.size() == tokens.size()) {
            throw new IllegalArgumentException("there is no token " + name);
        }
        return new TokenBook(next);
    }

    /// Reads what [#json] wrote.
    ///
    /// @throws IllegalArgumentException when it is anything else
    public static TokenBook parse(byte[] json) {
        try {
            var list = JSON.readTree(json).path("tokens");
            if (!list.isArray()) {
                throw new IllegalArgumentException("it holds no list 'tokens'");
            }
            return new TokenBook(list.valueStream().map(TokenBook::token).toList());
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("it holds a bad time: " + e.getParsedString(), e);
        }
    }

    /// As JSON, for the file.
    public byte[] json() {
        return JSON.writeValueAsBytes(
                Map.of("tokens", tokens.stream().map(TokenBook::json).toList()));
    }

    private static Token token(JsonNode node) {
        return new Token(
                node.path("name").asString(""),
                node.path("person").asString(node.path("name").asString("")),
                node.path("roles")
                        .valueStream()
                        .map(role -> Role.of(role.asString("")))
                        .collect(Collectors.toSet()),
                node.path("hash").asString(""),
                Instant.parse(node.path("createdAt").asString("")),
                time(node.path("expiresAt")));
    }

    private static @Nullable Instant time(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : Instant.parse(node.asString(""));
    }

    private static Map<String, Object> json(Token token) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", token.name());
        if (!token.person().equals(token.name())) {
            json.put("person", token.person());
        }
        json.put("roles", new TreeSet<>(token.roles()).stream().map(Role::text).toList());
        json.put("hash", token.hash());
        json.put("createdAt", token.createdAt().toString());
        var expiresAt = token.expiresAt();
        if (expiresAt != null) {
            json.put("expiresAt", expiresAt.toString());
        }
        return json;
    }
}
