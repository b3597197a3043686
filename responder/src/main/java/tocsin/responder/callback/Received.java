package tocsin.responder.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as it came, before anything of it is believed.
///
/// @param headers by names in lower case
/// @param body as signed
record Received(Map<String, String> headers, byte[] body, Instant at) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    String text() {
        return new String(body, UTF_8);
    }
}
