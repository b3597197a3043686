package tocsin.detector;

import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;
import tocsin.runtime.StreamsApplication;

import java.nio.file.Path;

/// What an operator can set for the detector.
///
/// @param stateDir where it keeps its stores
/// @param threads how many stream threads share the partitions
public record DetectorConfig(Path stateDir, int threads) {
    private static final Setting<Path> STATE_DIR = StreamsApplication.stateDir("detector");
    private static final Setting<Integer> THREADS =
            new Setting<>("THREADS", SettingType.COUNT, "1", "4", "Stream threads");

    /// Reads the settings.
    public static DetectorConfig from(Settings settings) {
        return new DetectorConfig(settings.get(STATE_DIR), settings.get(THREADS));
    }
}
