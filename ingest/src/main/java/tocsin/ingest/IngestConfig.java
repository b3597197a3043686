package tocsin.ingest;

import tocsin.runtime.HttpServer;
import tocsin.runtime.Settings;

/// How ingest is set up.
///
/// @param http where it listens
public record IngestConfig(HttpServer.Config http) {
    /// The port that Prometheus expects of an Alertmanager.
    public static final int PORT = 9093;

    /// Reads the settings of a process that runs ingest alone.
    public static IngestConfig from(Settings settings) {
        return new IngestConfig(HttpServer.Config.guarded(settings, PORT));
    }
}
