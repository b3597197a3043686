package tocsin.schemas;

import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Reads strings that come again and again, such as names of services, as the same objects: nothing
/// is made for them, and whoever looks them up finds their hash known and need not compare
/// characters. Only short ASCII ones are found again, and no more than [#KEPT] are kept: there is
/// no end to the names that senders may give. For one thread.
@NullMarked
final class Names {
    /// A power of two.
    static final int KEPT = 8_192;

    private static final int LONGEST = 64;

    private final @Nullable String[] kept = new String[KEPT];
    private Utf8 bytes = new Utf8();

    String read(Decoder in) throws IOException {
        bytes = in.readString(bytes);
        int length = bytes.getByteLength();
        if (length > LONGEST) {
            var name = bytes.toString();
            bytes = new Utf8();
            return name;
        }
        int hash = hash(bytes.getBytes(), length);
        int place = (hash ^ hash >>> 16) & KEPT - 1;
        var known = kept[place];
        if (known != null && same(known, bytes.getBytes(), length)) {
            return known;
        }
        var name = bytes.toString();
        kept[place] = name;
        return name;
    }

    private static int hash(byte[] bytes, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /// A character beyond ASCII is equal to no byte of UTF-8, which is below zero.
    private static boolean same(String name, byte[] bytes, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
