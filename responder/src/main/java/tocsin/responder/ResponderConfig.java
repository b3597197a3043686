package tocsin.responder;

import tocsin.runtime.HttpServer;
import tocsin.runtime.Settings;

/// Everything an operator can set, beside what the platform reads.
///
/// @param stateDir where the stores are kept
/// @param publicUrl where people reach the API, for links in messages
public record ResponderConfig(HttpServer.Config http, String stateDir, String publicUrl) {
    private static final int PORT = 8080;

    public ResponderConfig {
        publicUrl =
                publicUrl.endsWith("/")
                        ? publicUrl.substring(0, publicUrl.length() - 1)
                        : publicUrl;
    }

    /// Reads the settings.
    public static ResponderConfig from(Settings settings) {
        return new ResponderConfig(
                HttpServer.Config.from(settings, PORT),
                settings.get("STATE_DIR", "/var/lib/tocsin/responder", "Where the stores are kept"),
                settings.get(
                        "PUBLIC_URL",
                        "http://localhost:" + PORT,
                        "Where people reach the operators' API, for links in messages"));
    }
}
