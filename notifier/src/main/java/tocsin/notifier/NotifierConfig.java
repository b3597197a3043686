package tocsin.notifier;

import tocsin.notifier.channel.Answers;
import tocsin.notifier.channel.Secret;
import tocsin.notifier.channel.Secrets;
import tocsin.notifier.channel.http.Addresses;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything an operator can set of the notifier, beside Kafka's and HTTP's settings. Channels
/// themselves are definitions; only their secrets come from the environment.
///
/// @param secrets what each channel signs with
/// @param privateReceivers hosts, addresses and networks without a public address that channels may
///   reach; `*` for all
/// @param console where channels of type `console` print
/// @param lastResort for pages that no channel takes
/// @param answers links in what goes to one person, where they are set up
/// @param pagesAtOnce pages within ten minutes that a target gets one by one
public record NotifierConfig(
        Secrets secrets,
        List<String> privateReceivers,
        PrintStream console,
        LastResort.Config lastResort,
        int pagesAtOnce,
        Optional<Answers> answers) {
    private static final Setting<Integer> PAGES_AT_ONCE =
            new Setting<>(
                    "PAGES_AT_ONCE",
                    SettingType.COUNT,
                    "6",
                    "10",
                    "How many pages within 10 minutes a target gets one by one; what comes then is"
                            + " told together, every 30 s");
    private static final Setting<Secret> CHANNEL_SECRET =
            new Setting<>(
                    "CHANNEL_<NAME>_SECRET",
                    SettingType.secret(Secret::new),
                    "",
                    "PHONE=whsec_bm90IGEgcmVhbCBzZWNyZXQ=",
                    "The secret of the channel of that name: key, token or password; in capitals,"
                            + " `_` for all but letters and digits");
    private static final Setting<List<String>> PRIVATE_RECEIVERS =
            new Setting<>(
                    "PRIVATE_RECEIVERS",
                    SettingType.of(
                            "hosts and networks, comma-separated", NotifierConfig::receivers),
                    "",
                    "mail.internal,10.20.0.0/16",
                    "Hosts, addresses and networks without a public address that channels may"
                            + " reach; `*` is any");

    /// For a notifier beside other services in one JVM, whose receivers are there too, and of which
    /// many pages are expected.
    ///
    /// @param secrets by channel name
    public NotifierConfig(Map<String, Secret> secrets, PrintStream console) {
        this(
                new Secrets(secrets),
                List.of("127.0.0.0/8"),
                console,
                LastResort.Config.NONE,
                Integer.MAX_VALUE,
                Optional.empty());
    }

    /// Reads the secret of every channel.
    public static NotifierConfig from(Settings settings) {
        return new NotifierConfig(
                new Secrets(settings.family(CHANNEL_SECRET)),
                settings.get(PRIVATE_RECEIVERS),
                System.out,
                LastResort.Config.from(settings),
                settings.get(PAGES_AT_ONCE),
                Answers.from(settings));
    }

    private static List<String> receivers(String text) {
        var receivers =
                Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .toList();
        new Addresses(receivers);
        return receivers;
    }
}
