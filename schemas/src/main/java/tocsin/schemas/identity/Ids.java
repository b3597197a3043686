package tocsin.schemas.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Deterministic identities. Each part is hashed with its length, so that no two lists of parts run
/// into one.
public final class Ids {
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private Ids() {}

    /// 32 hexadecimal digits (128 bits) of SHA-256 over `parts`.
    public static String hex(String... parts) {
        return HexFormat.of().formatHex(digest(parts), 0, 16);
    }

    /// All 64 hexadecimal digits of SHA-256 over `text` in UTF-8, as any other tool computes it.
    public static String sha256(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(UTF_8)));
    }

    /// The first `characters` (12 at most) base32 characters of SHA-256 over `parts`: short enough
    /// to be read out on a phone.
    public static String base32(int characters, String... parts) {
        long bits = ByteBuffer.wrap(digest(parts)).getLong();
        var text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            text.append(BASE32.charAt((int) (bits >>> 59)));
            bits <<= 5;
        }
        return text.toString();
    }

    /// The first 64 bits of SHA-256 over `parts`.
    public static long hash64(String... parts) {
        return ByteBuffer.wrap(digest(parts)).getLong();
    }

    /// `parts` as one, such that no two lists of parts are the same: each in UTF-8 after its length
    /// in four bytes.
    public static byte[] framed(String... parts) {
        var bytes = Arrays.stream(parts).map(part -> part.getBytes(UTF_8)).toList();
        var all =
                ByteBuffer.allocate(
                        bytes.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
        bytes.forEach(part -> all.putInt(part.length).put(part));
        return all.array();
    }

    private static byte[] digest(String... parts) {
        var sha = sha256();
        for (var part : parts) {
            var bytes = part.getBytes(UTF_8);
            sha.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            sha.update(bytes);
        }
        return sha.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
