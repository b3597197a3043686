package tocsin.notifier.channel.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// Reads an HTTP/1.1 answer of a server that may be broken or hostile: bounded, and never more of
/// the body than is kept.
final class ReplyReader {
    private static final int HEAD_BYTES_MAX = 32 * 1024;
    private static final int INTERIM_MAX = 10;

    private final InputStream in;
    private final int bodyBytesMax;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int headBytes;

    ReplyReader(InputStream in, int bodyBytesMax) {
        this.in = in;
        this.bodyBytesMax = bodyBytesMax;
    }

    /// Status and headers; the body is not read yet.
    Reply.Answered head() throws IOException {
        for (int i = 0; i < INTERIM_MAX; i++) {
            int status = status(line());
            var headers = headers();
            if (status >= 200) {
                return new Reply.Answered(status, headers, "", false);
            }
        }
        throw new IOException("interim answers without end");
    }

    /// The answer with as much of its body as comes.
    Reply.Answered withBody(Reply.Answered head) {
        boolean whole;
        try {
            whole = readBody(head);
        } catch (IOException _) {
            whole = false;
        }
        return new Reply.Answered(head.status(), head.headers(), body.toString(UTF_8), whole);
    }

    private boolean readBody(Reply.Answered head) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return true;
        }
        if (head.header("transfer-encoding").isPresent()) {
            return chunks();
        }
        var length = length(head, 10);
        if (length.isPresent()) {
            return take(length.getAsLong());
        }
        int room = bodyBytesMax + 1;
        body.writeBytes(in.readNBytes(room));
        return body.size() < room;
    }

    private boolean chunks() throws IOException {
        while (true) {
            var line = line();
            int end = line.indexOf(';');
            var size = number(end < 0 ? line : line.substring(0, end), 16);
            if (size.isEmpty()) {
                return false;
            }
            if (size.getAsLong() == 0) {
                return true;
            }
            if (!take(size.getAsLong())) {
                return false;
            }
            line();
        }
    }

    private boolean take(long bytes) throws IOException {
        int wanted = (int) Math.min(bytes, bodyBytesMax - body.size());
        var read = in.readNBytes(wanted);
        body.writeBytes(read);
        return read.length == bytes;
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw new IOException("no HTTP");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static OptionalLong length(Reply.Answered head, int radix) {
        return head.header("content-length")
                .map(text -> number(text, radix))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong number(String text, int radix) {
        var digits = text.strip();
        if (!digits.matches("[0-9a-fA-F]{1,15}")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(digits, radix));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || ++headBytes > HEAD_BYTES_MAX) {
                throw new IOException("cut off or without end");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
