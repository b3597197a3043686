package tocsin.responder;

import tocsin.responder.callback.CallbackConfig;
import tocsin.runtime.HttpServer;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;
import tocsin.runtime.StreamsApplication;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Everything an operator can set, beside what the platform reads.
///
/// @param stateDir where the stores are kept
/// @param publicUrl where people reach the API, for links in messages
/// @param callbacks where other systems say what people did in them; without it nowhere
/// @param approvalKey signs approvals of remediations; without it nobody can approve any
public record ResponderConfig(
        HttpServer.Config http,
        String stateDir,
        String publicUrl,
        Optional<CallbackConfig> callbacks,
        Optional<ApprovalKey> approvalKey) {

    private static final int PORT = 8080;
    private static final Setting<Path> STATE_DIR = StreamsApplication.stateDir("responder");
    private static final Setting<URI> PUBLIC_URL =
            new Setting<>(
                    "PUBLIC_URL",
                    SettingType.URL,
                    "http://localhost:" + PORT,
                    "https://tocsin.example.org",
                    "Where people reach the operators' API, for links in messages");

    private static final Setting<ApprovalKey> APPROVAL_KEY =
            new Setting<>(
                    "APPROVAL_KEY",
                    SettingType.secret(ApprovalKey::parse),
                    "",
                    ApprovalKey.EXAMPLE,
                    "Ed25519 private key (PEM) that approvals of remediations are signed with;"
                            + " without it nobody can approve one");

    public ResponderConfig {
        publicUrl =
                publicUrl.endsWith("/")
                        ? publicUrl.substring(0, publicUrl.length() - 1)
                        : publicUrl;
    }

    /// Reads the settings.
    public static ResponderConfig from(Settings settings) {
        return new ResponderConfig(
                HttpServer.Config.guarded(settings, PORT),
                settings.get(STATE_DIR).toString(),
                settings.get(PUBLIC_URL).toString(),
                CallbackConfig.from(settings),
                settings.find(APPROVAL_KEY));
    }
}
