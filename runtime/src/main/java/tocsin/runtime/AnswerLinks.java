package tocsin.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Links by which one person answers a page about one incident until a time. Whoever sends the
/// message makes them, whoever hears the answer checks them; both share a key. Never printed.
public final class AnswerLinks {
    /// Where links lead, below the address of the listener.
    public static final String PATH = "/callbacks/link/";

    /// The listener's address as people reach it.
    public static final Setting<URI> URL =
            new Setting<>(
                    "CALLBACK_URL",
                    SettingType.URL,
                    "",
                    "https://answers.example.com",
                    "Where people reach the listener for callbacks; with the key of links, mails"
                            + " and text messages to a person have links to answer by");

    /// What both sign and check with.
    public static final Setting<AnswerLinks> KEY =
            new Setting<>(
                    "LINK_KEY",
                    SettingType.secret(AnswerLinks::new),
                    "",
                    "bGlua3MgaW4gbWFpbHMgYW5kIHRleHRz",
                    "Key that signs links in mails and text messages, the same for notifier and"
                            + " responder; 32 characters at least");

    /// Keeps a signature of ours over anything else from passing for a link.
    private static final byte[] PURPOSE = "tocsin.dev/answer-link/v1\n".getBytes(UTF_8);

    private static final int KEY_MIN = 32;
    private static final int SIGNATURE_BYTES = 16;
    private static final int TOKEN_MAX = 1_500;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /// What a link says.
    ///
    /// @param act such as `acknowledge`
    /// @param expires it counts for nothing from then on, in whole seconds
    public record Answer(String incident, String person, String act, Instant expires) {}

    private final byte[] key;

    /// @throws IllegalArgumentException when the key is too short
    public AnswerLinks(String key) {
        if (key.length() < KEY_MIN) {
            throw new IllegalArgumentException(
                    "a key has %d characters at least".formatted(KEY_MIN));
        }
        this.key = key.getBytes(UTF_8);
    }

    /// The key, where one is set.
    public static Optional<AnswerLinks> from(Settings settings) {
        return settings.find(KEY);
    }

    /// Where people reach the listener, where that is set.
    public static Optional<URI> url(Settings settings) {
        return settings.find(URL);
    }

    /// A link at `base`.
    public String link(URI base, Answer answer) {
        return base.toString().replaceAll("/+$", "") + PATH + token(answer);
    }

    /// What stands behind [#PATH].
    public String token(Answer answer) {
        var said =
                "%s\n%d\n%s\n%s"
                        .formatted(
                                answer.act,
                                answer.expires.getEpochSecond(),
                                answer.person,
                                answer.incident)
                        .getBytes(UTF_8);
        return ENCODER.encodeToString(said) + "." + ENCODER.encodeToString(signature(said));
    }

    /// What a token says; nothing when it was not made with this key.
    public Optional<Answer> read(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > TOKEN_MAX) {
            return Optional.empty();
        }
        try {
            var decoder = Base64.getUrlDecoder();
            var said = decoder.decode(token.substring(0, dot));
            var signature = decoder.decode(token.substring(dot + 1));
            return MessageDigest.isEqual(signature, signature(said))
                    ? answer(new String(said, UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Answer> answer(String said) {
        var parts = said.split("\n", 4);
        return parts.length == 4
                ? Optional.of(
                        new Answer(
                                parts[3],
                                parts[2],
                                parts[0],
                                Instant.ofEpochSecond(Long.parseLong(parts[1]))))
                : Optional.empty();
    }

    /// Half of it: a text message is short, and nobody guesses 128 bits.
    private byte[] signature(byte[] said) {
        return Arrays.copyOf(HmacSha256.of(key, PURPOSE, said), SIGNATURE_BYTES);
    }

    @Override
    public String toString() {
        return "***";
    }
}
