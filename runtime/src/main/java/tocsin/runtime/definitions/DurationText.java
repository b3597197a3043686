package tocsin.runtime.definitions;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// Durations as people write them in definitions: a number and one unit of `ms s m h d w`, such as
/// `90s`, `5m` or `30d`. A day is 24 hours.
public final class DurationText {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,12})(ms|s|m|h|d|w)");
    private static final Map<String, Long> MILLIS =
            Map.of(
                    "ms",
                    1L,
                    "s",
                    1_000L,
                    "m",
                    60_000L,
                    "h",
                    3_600_000L,
                    "d",
                    86_400_000L,
                    "w",
                    604_800_000L);

    private DurationText() {}

    /// Reads one duration.
    ///
    /// @throws IllegalArgumentException when the text is none, with an example of one
    public static Duration parse(String text) {
        var match = SHAPE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no duration; write a number and a unit, such as 90s, 5m, 30d");
        }
        long unit = MILLIS.getOrDefault(match.group(2), 0L);
        return Duration.ofMillis(Math.multiplyExact(Long.parseLong(match.group(1)), unit));
    }

    /// Writes a duration in its largest whole unit, as [#parse] reads it.
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        for (var unit : new String[] {"d", "h", "m", "s"}) {
            long size = MILLIS.getOrDefault(unit, 1L);
            if (millis >= size && millis % size == 0) {
                return millis / size + unit;
            }
        }
        return millis + "ms";
    }
}
