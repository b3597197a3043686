package tocsin.detector;

import tocsin.runtime.Settings;

import java.nio.file.Path;

/// What an operator can set for the detector.
///
/// @param stateDir where it keeps its stores
/// @param threads how many stream threads share the partitions
public record DetectorConfig(Path stateDir, int threads) {
    /// Reads the settings.
    public static DetectorConfig from(Settings settings) {
        return new DetectorConfig(
                settings.get(
                        "STATE_DIR",
                        Path.of("/var/lib/tocsin/detector"),
                        "Folder for state stores; one for each instance",
                        Path::of),
                settings.get("THREADS", 1, "Stream threads", Integer::parseInt));
    }
}
