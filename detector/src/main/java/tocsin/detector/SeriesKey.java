package tocsin.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.detector.slo.Group;

import java.util.Comparator;
import java.util.Map;

/// Identity of a series.
///
/// @param slo name of the SLO it counts for; after a zero, what it counts where that is not events;
///   after that its labels where the SLO is split by them
record SeriesKey(String service, String slo) implements Comparable<SeriesKey> {
    private static final Comparator<SeriesKey> ORDER =
            Comparator.comparing(SeriesKey::service).thenComparing(SeriesKey::slo);

    /// Name of the SLO.
    String name() {
        int end = 0;
        while (end < slo.length() && !Character.isISOControl(slo.charAt(end))) {
            end++;
        }
        return slo.substring(0, end);
    }

    /// The labels that tell it from others of the SLO.
    Map<String, String> labels() {
        return Group.labelsOf(slo);
    }

    @Override
    public int compareTo(SeriesKey other) {
        return ORDER.compare(this, other);
    }

    byte[] bytes() {
        return (service + "\0" + slo).getBytes(UTF_8);
    }

    static SeriesKey of(byte[] bytes) {
        var parts = new String(bytes, UTF_8).split("\0", 2);
        return new SeriesKey(parts[0], parts[1]);
    }
}
