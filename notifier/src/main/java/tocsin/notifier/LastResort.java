package tocsin.notifier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.channel.CommandChannel;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;
import tocsin.runtime.definitions.DurationText;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The way to a person when no channel is left: a program on this machine. Its use is never quiet.
final class LastResort implements Channel {
    /// What an operator says of it.
    ///
    /// @param command program and arguments; empty for none
    /// @param patience how long Kafka may be away before it is used for what the log cannot tell
    record Config(List<String> command, Duration patience) {
        static final Config NONE = new Config(List.of(), Duration.ofMinutes(2));

        private static final Setting<List<String>> COMMAND =
                new Setting<>(
                        "LAST_RESORT_COMMAND",
                        SettingType.of("words", text -> List.of(text.strip().split("\\s+"))),
                        "",
                        "/usr/local/bin/call-them --loud",
                        "Program and arguments, run without a shell when no channel takes a page,"
                                + " or Kafka is away; the page is JSON on its standard input");
        private static final Setting<Duration> AFTER =
                new Setting<>(
                        "LAST_RESORT_AFTER",
                        SettingType.of("duration", DurationText::parse),
                        "2m",
                        "5m",
                        "How long Kafka may be out of reach before the last resort is told");

        static Config from(Settings settings) {
            return new Config(settings.find(COMMAND).orElse(List.of()), settings.get(AFTER));
        }

        boolean exists() {
            return !command.isEmpty();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    private final Channel channels;
    private final Channel command;
    private final NotifierMetrics metrics;

    /// @param channels for whatever has another name
    LastResort(Config config, Channel channels, NotifierMetrics metrics) {
        this.channels = channels;
        this.metrics = metrics;
        command =
                config.exists()
                        ? new CommandChannel(config.command)
                        : _ -> new Outcome.Refused("TOCSIN_LAST_RESORT_COMMAND is not set");
    }

    @Override
    public String provider(String channel, Instant now) {
        return channels.provider(channel, now);
    }

    @Override
    public Outcome send(Notification notification) {
        if (!notification.channel().equals(Command.Notify.LAST_RESORT)) {
            return channels.send(notification);
        }
        metrics.lastResort();
        var outcome = command.send(notification);
        LOG.error(
                "LAST RESORT used for page {} of {}: {}",
                notification.page(),
                notification.command().incident(),
                outcome);
        return outcome;
    }
}
