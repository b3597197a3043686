package tocsin.detector.slo;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Fires when what is left of the error budget lasts no longer than this at the newest rate, and
/// that rate is above what the objective allows.
///
/// @param name class of the facet
/// @param withinMillis how long it must last, in milliseconds
/// @param overMillis length of the stretch whose rate is taken to go on, in milliseconds
public record Runway(String name, long withinMillis, long overMillis) {
    static final Set<String> CLASSES = Set.of("EXHAUSTION_PAGE", "EXHAUSTION_TICKET");

    private static final long SHORTEST = 60_000;

    public Runway {
        if (!CLASSES.contains(name)) {
            throw new IllegalArgumentException(
                    "'%s' is no class of a forecast; there are %s"
                            .formatted(name, new TreeSet<>(CLASSES)));
        }
        if (withinMillis < SHORTEST || overMillis < SHORTEST) {
            throw new IllegalArgumentException(name + ": within and over are a minute at least");
        }
    }

    /// @throws IllegalArgumentException when two have the same class
    static List<Runway> each(List<Runway> all) {
        if (all.stream().map(Runway::name).distinct().count() < all.size()) {
            throw new IllegalArgumentException("there are two forecasts of the same class");
        }
        return List.copyOf(all);
    }
}
