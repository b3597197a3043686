package tocsin.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Identity of a series.
///
/// @param slo name of the SLO it counts for; after a zero, what it counts where that is not events
record SeriesKey(String service, String slo) {
    /// Name of the SLO.
    String name() {
        int end = slo.indexOf(0);
        return end < 0 ? slo : slo.substring(0, end);
    }

    byte[] bytes() {
        return (service + "\0" + slo).getBytes(UTF_8);
    }

    static SeriesKey of(byte[] bytes) {
        var parts = new String(bytes, UTF_8).split("\0", 2);
        return new SeriesKey(parts[0], parts[1]);
    }
}
