package tocsin.ingest.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

class FingerprintTest {
    @Test
    void it_is_the_one_that_prometheus_computes() {
        var labels =
                Map.of("severity", "critical", "alertname", "HighErrorRate", "service", "checkout");

        assertThat(Fingerprint.of(new TreeMap<>(labels))).isEqualTo("7d2d332feada5c59");
    }

    @Test
    void it_is_taken_over_utf_8() {
        var text = "aé€😀\u07ff\uffff";

        assertThat(Fingerprint.of(new TreeMap<>(Map.of(text, text))))
                .isEqualTo(HexFormat.of().toHexDigits(reference(text, text)));
        assertThat(Fingerprint.of(new TreeMap<>(Map.of("a", "\ud800"))))
                .isEqualTo(Fingerprint.of(new TreeMap<>(Map.of("a", "\ufffd"))));
    }

    private static long reference(String... texts) {
        long hash = 0xcbf29ce484222325L;
        for (var text : texts) {
            for (byte octet : text.getBytes(UTF_8)) {
                hash = (hash ^ (octet & 0xFF)) * 0x100000001b3L;
            }
            hash = (hash ^ 0xFF) * 0x100000001b3L;
        }
        return hash;
    }
}
