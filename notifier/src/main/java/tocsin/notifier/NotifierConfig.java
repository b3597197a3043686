package tocsin.notifier;

import tocsin.notifier.channel.Secret;
import tocsin.notifier.channel.Secrets;
import tocsin.runtime.Settings;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/// Everything an operator can set of the notifier, beside Kafka's and HTTP's settings. Channels
/// themselves are definitions; only their secrets come from the environment.
///
/// @param secrets what each channel signs with
/// @param console where channels of type `console` print
public record NotifierConfig(Secrets secrets, PrintStream console) {
    private static final String CHANNEL = "CHANNEL_";
    private static final String SECRET = "_SECRET";
    private static final String FILE = "_FILE";

    /// For a notifier beside other services in one JVM.
    ///
    /// @param secrets by channel name
    public NotifierConfig(Map<String, Secret> secrets, PrintStream console) {
        this(new Secrets(secrets), console);
    }

    /// Reads `TOCSIN_CHANNEL_<NAME>_SECRET` of every channel, or the file that
    /// `TOCSIN_CHANNEL_<NAME>_SECRET_FILE` names.
    ///
    /// @throws IllegalArgumentException when a secret cannot be read or used
    public static NotifierConfig from(Settings settings) {
        var secrets = new TreeMap<String, Secret>();
        for (var variable : settings.startingWith(CHANNEL).keySet()) {
            var name = variable.endsWith(FILE) ? cut(variable, FILE) : variable;
            if (name.endsWith(SECRET)) {
                read(settings, cut(name, SECRET), secrets);
            }
        }
        settings.check();
        return new NotifierConfig(secrets, System.out);
    }

    private static void read(Settings settings, String channel, Map<String, Secret> secrets) {
        var setting = CHANNEL + channel + SECRET;
        settings.secret(setting, "What the channel " + channel + " signs its requests with")
                .filter(text -> !text.isBlank())
                .ifPresent(text -> {
                    try {
                        secrets.put(channel, new Secret(text));
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                "bad settings:\n  %s%s: %s"
                                        .formatted(Settings.PREFIX, setting, e.getMessage()),
                                e);
                    }
                });
    }

    private static String cut(String text, String end) {
        return text.substring(0, text.length() - end.length());
    }
}
