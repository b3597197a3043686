package tocsin.notifier;

import tocsin.notifier.channel.Secret;
import tocsin.notifier.channel.Secrets;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;

import java.io.PrintStream;
import java.util.Map;

/// Everything an operator can set of the notifier, beside Kafka's and HTTP's settings. Channels
/// themselves are definitions; only their secrets come from the environment.
///
/// @param secrets what each channel signs with
/// @param console where channels of type `console` print
public record NotifierConfig(Secrets secrets, PrintStream console) {
    private static final Setting<Secret> CHANNEL_SECRET =
            new Setting<>(
                    "CHANNEL_<NAME>_SECRET",
                    SettingType.secret(Secret::new),
                    "",
                    "PHONE=whsec_bm90IGEgcmVhbCBzZWNyZXQ=",
                    "What the channel of that name signs with; in capitals, `_` for all but letters"
                            + " and digits");

    /// For a notifier beside other services in one JVM.
    ///
    /// @param secrets by channel name
    public NotifierConfig(Map<String, Secret> secrets, PrintStream console) {
        this(new Secrets(secrets), console);
    }

    /// Reads the secret of every channel.
    public static NotifierConfig from(Settings settings) {
        return new NotifierConfig(settings.family(CHANNEL_SECRET), System.out);
    }
}
