package tocsin.notifier.channel;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The secrets of channels, by channel name. Letter case does not count, and every character but
/// letters and digits counts as `_`, so that names and environment variables meet.
public final class Secrets {
    /// No channel has one.
    public static final Secrets NONE = new Secrets(Map.of());

    private final Map<String, Secret> byVariable = new TreeMap<>();

    public Secrets(Map<String, Secret> byChannel) {
        byChannel.forEach((channel, secret) -> byVariable.put(variable(channel), secret));
    }

    /// The secret of a channel.
    public Optional<Secret> of(String channel) {
        return Optional.ofNullable(byVariable.get(variable(channel)));
    }

    /// The setting that holds it, without `TOCSIN_`.
    public static String setting(String channel) {
        return "CHANNEL_" + variable(channel) + "_SECRET";
    }

    private static String variable(String channel) {
        return channel.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    @Override
    public String toString() {
        return byVariable.toString();
    }
}
