package tocsin.responder.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as it came, before anything of it is believed.
final class Received {
    private final Map<String, String> headers;
    private final byte[] body;
    private final Instant at;

    /// @param headers by names in lower case
    /// @param body as signed; not changed afterwards
    Received(Map<String, String> headers, byte[] body, Instant at) {
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.at = at;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    byte[] body() {
        return body;
    }

    String text() {
        return new String(body, UTF_8);
    }

    Instant at() {
        return at;
    }
}
