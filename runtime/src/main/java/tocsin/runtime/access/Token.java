package tocsin.runtime.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/// A token as it is kept: without its secret.
///
/// @param name what it is called
/// @param person who has it, a person or a system: the actor of whatever is done with it. Somebody
///   with several tokens is one person
/// @param hash SHA-256 of the secret, 64 hexadecimal digits; a secret of 256 random bits needs no
///   slower hash
/// @param expiresAt when it stops to be valid; null for never
public record Token(
        String name,
        String person,
        Set<Role> roles,
        String hash,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /// Lets scanners for leaked secrets find it.
    private static final String SECRET_PREFIX = "tocsin_";

    private static final int SECRET_BYTES = 32;

    public Token {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a token's name is letters, digits, dot, dash, underscore and @, at most 100");
        }
        if (!NAME.matcher(person).matches()) {
            throw new IllegalArgumentException(
                    "the person of token " + name + " is named as tokens are");
        }
        roles = Set.copyOf(roles);
        if (roles.isEmpty() || roles.contains(Role.ANYONE)) {
            throw new IllegalArgumentException("token " + name + " needs a role");
        }
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("token " + name + " has no SHA-256 as its hash");
        }
    }

    /// A token called as whoever has it.
    public Token(
            String name,
            Set<Role> roles,
            String hash,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        this(name, name, roles, hash, createdAt, expiresAt);
    }

    /// A new secret.
    public static String secret(SecureRandom random) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return SECRET_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What is kept of a secret.
    public static String hash(String secret) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(secret.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Whether it is valid at `now`.
    public boolean valid(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /// Takes the same time for every other hash.
    boolean has(String otherHash) {
        return MessageDigest.isEqual(hash.getBytes(UTF_8), otherHash.getBytes(UTF_8));
    }

    Caller caller() {
        return new Caller(person, roles);
    }
}
