package tocsin.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;

/// Signs requests as Standard Webhooks 1.0 says: HMAC-SHA256 over id, seconds and body.
public final class WebhookSignature {
    private static final String ENCODED = "whsec_";

    private WebhookSignature() {}

    /// The value of the header `webhook-signature`.
    public static String of(byte[] key, String id, Instant at, String body) {
        var signed = (id + "." + at.getEpochSecond() + "." + body).getBytes(UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(HmacSha256.of(key, signed));
    }

    /// The key of a secret: what stands in base64 behind `whsec_`, or else the text itself.
    ///
    /// @throws IllegalArgumentException when there is none; its message does not quote the secret
    public static byte[] key(String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        return secret.startsWith(ENCODED)
                ? decoded(secret.substring(ENCODED.length()))
                : secret.getBytes(UTF_8);
    }

    private static byte[] decoded(String base64) {
        try {
            var key = Base64.getDecoder().decode(base64);
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // The decoder's message would quote the secret.
        }
        throw new IllegalArgumentException("no base64 behind " + ENCODED);
    }
}
