package tocsin.responder.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.runtime.HmacSha256;

import java.security.MessageDigest;
import java.util.HexFormat;

/// HMAC-SHA256 with a shared secret. Never printed.
public record Hmac(String secret) {
    public Hmac {
        if (secret.length() < 16) {
            throw new IllegalArgumentException("a secret has 16 characters at least");
        }
    }

    /// In hexadecimal digits.
    String hex(byte[]... parts) {
        return HexFormat.of().formatHex(HmacSha256.of(secret.getBytes(UTF_8), parts));
    }

    /// Compares in a time that tells nothing of where they differ.
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
