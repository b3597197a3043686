package tocsin.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// A secret that signs requests. Never printed.
public record Secret(String value) {
    private static final String ENCODED = "whsec_";

    public Secret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        if (value.startsWith(ENCODED)) {
            decode(value);
        }
    }

    /// The key: what stands in base64 behind `whsec_`, or else the text itself.
    byte[] key() {
        return value.startsWith(ENCODED) ? decode(value) : value.getBytes(UTF_8);
    }

    /// `text` with every occurrence of the secret blotted out.
    String blot(String text) {
        return text.replace(value, "***");
    }

    @Override
    public String toString() {
        return "***";
    }

    private static byte[] decode(String value) {
        try {
            var key = Base64.getDecoder().decode(value.substring(ENCODED.length()));
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // The decoder's message would quote the secret.
        }
        throw new IllegalArgumentException("no base64 behind " + ENCODED);
    }
}
