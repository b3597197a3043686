package tocsin.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Identity of a series: the service and the SLO it counts for.
record SeriesKey(String service, String slo) {
    byte[] bytes() {
        return (service + "\0" + slo).getBytes(UTF_8);
    }

    static SeriesKey of(byte[] bytes) {
        var parts = new String(bytes, UTF_8).split("\0", 2);
        return new SeriesKey(parts[0], parts[1]);
    }
}
