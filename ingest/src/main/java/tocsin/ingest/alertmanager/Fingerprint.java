package tocsin.ingest.alertmanager;

import java.util.HexFormat;
import java.util.SortedMap;

/// The identity that Prometheus and Alertmanager give a set of labels: FNV-1a (64 bits) over each
/// name and value in UTF-8, each followed by 0xFF, in the order of names; 16 hexadecimal digits.
final class Fingerprint {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int SEPARATOR = 0xFF;
    private static final int REPLACEMENT = 0xFFFD;

    private Fingerprint() {}

    static String of(SortedMap<String, String> labels) {
        long hash = OFFSET_BASIS;
        for (var label : labels.entrySet()) {
            hash = octet(text(hash, label.getKey()), SEPARATOR);
            hash = octet(text(hash, label.getValue()), SEPARATOR);
        }
        return HexFormat.of().toHexDigits(hash);
    }

    private static long text(long hash, String text) {
        var points = text.codePoints().iterator();
        while (points.hasNext()) {
            hash = codePoint(hash, points.nextInt());
        }
        return hash;
    }

    /// The octets of one character in UTF-8; half a surrogate pair becomes U+FFFD, as in Go.
    private static long codePoint(long hash, int given) {
        int point = given >= 0xD800 && given <= 0xDFFF ? REPLACEMENT : given;
        if (point < 0x80) {
            return octet(hash, point);
        }
        if (point < 0x800) {
            return octet(octet(hash, 0xC0 | point >> 6), tail(point));
        }
        if (point < 0x10000) {
            return octet(octet(octet(hash, 0xE0 | point >> 12), tail(point >> 6)), tail(point));
        }
        long first = octet(octet(hash, 0xF0 | point >> 18), tail(point >> 12));
        return octet(octet(first, tail(point >> 6)), tail(point));
    }

    private static int tail(int bits) {
        return 0x80 | (bits & 0x3F);
    }

    private static long octet(long hash, int octet) {
        return (hash ^ octet) * PRIME;
    }
}
