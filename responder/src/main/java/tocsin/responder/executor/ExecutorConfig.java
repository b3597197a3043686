package tocsin.responder.executor;

import tocsin.responder.remediation.Keys;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;

/// What an executor goes by. Nothing of it stands on a topic.
///
/// @param keys whose approvals count
public record ExecutorConfig(Keys keys, Reach reach) {
    private static final Setting<Keys> KEYS =
            new Setting<>(
                    "APPROVAL_PUBLIC_KEYS",
                    SettingType.secret(Keys::parse),
                    "",
                    "MCowBQYDK2VwAyEAO2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=",
                    "Ed25519 public keys (PEM) of those whose approvals of remediations count");

    /// Reads the settings.
    public static ExecutorConfig from(Settings settings) {
        return new ExecutorConfig(settings.find(KEYS).orElse(Keys.NONE), Reach.from(settings));
    }
}
