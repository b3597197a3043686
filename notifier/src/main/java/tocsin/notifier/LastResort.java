package tocsin.notifier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.channel.CommandChannel;
import tocsin.notifier.channel.OwnChannel;
import tocsin.notifier.channel.Secret;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;
import tocsin.runtime.definitions.DurationText;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The ways to a person when no channel is left, none of which needs Kafka: first a channel of this
/// notifier's own, then a program on this machine. Their use is never quiet.
final class LastResort implements Channel {
    /// What an operator says of it.
    ///
    /// @param channel at a provider that nothing else depends on, if there is one
    /// @param command program and arguments; empty for none
    /// @param patience how long Kafka may be away before it is used for what the log cannot tell
    record Config(Optional<OwnChannel> channel, List<String> command, Duration patience) {
        static final Config NONE = new Config(Optional.empty(), List.of(), Duration.ofMinutes(2));

        private static final Setting<OwnChannel> CHANNEL =
                new Setting<>(
                        "LAST_RESORT_CHANNEL",
                        SettingType.of("the spec of a channel as JSON", OwnChannel::parse),
                        "",
                        "{\"type\":\"sms\",\"account\":\"AC1\",\"from\":\"+15005550006\",\"to\":\"+15005550100\"}",
                        "A channel of the notifier's own, of whatever type reaches a person, used"
                                + " when no channel takes a page, or Kafka is away; before the"
                                + " command");
        private static final Setting<Secret> SECRET =
                new Setting<>(
                        "LAST_RESORT_SECRET",
                        SettingType.secret(Secret::new),
                        "",
                        "a token of the other provider",
                        "The secret of that channel");
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
            var secret = settings.find(SECRET);
            return new Config(
                    settings.find(CHANNEL).map(channel -> channel.with(secret)),
                    settings.find(COMMAND).orElse(List.of()),
                    settings.get(AFTER));
        }
    }

    private static final String CHANNEL = "channel";
    private static final String COMMAND = "command";

    /// Its ways, in their order.
    static final List<String> WAYS = List.of(CHANNEL, COMMAND);

    /// One of them.
    private record Way(String name, Channel channel) {}

    /// When it was used, and what came of it.
    private record Use(Instant at, String page, String outcome) {}

    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);
    private static final Duration NEWS = Duration.ofDays(1);

    private final Channel channels;
    private final List<Way> ways = new ArrayList<>();
    private final NotifierMetrics metrics;
    private final InstantSource clock;
    private volatile Optional<Use> last = Optional.empty();

    /// @param channels for whatever has another name
    /// @param own makes the channel that the settings name
    /// @throws IllegalArgumentException when that cannot be used, with the reason
    LastResort(
            Config config,
            Channel channels,
            BiFunction<OwnChannel, String, Channel> own,
            NotifierMetrics metrics,
            InstantSource clock) {
        this.channels = channels;
        this.metrics = metrics;
        this.clock = clock;
        config.channel
                .map(channel -> own.apply(channel, Config.SECRET.variable()))
                .ifPresent(channel -> ways.add(new Way(CHANNEL, channel)));
        if (!config.command.isEmpty()) {
            ways.add(new Way(COMMAND, new CommandChannel(config.command)));
        }
    }

    /// Whether there is one.
    boolean exists() {
        return !ways.isEmpty();
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
        var failed = new ArrayList<Outcome>();
        for (var way : ways) {
            var outcome = way.channel.send(notification);
            metrics.lastResort(way.name);
            LOG.error(
                    "LAST RESORT ({}) used for page {} of {}: {}",
                    way.name,
                    notification.page(),
                    notification.command().incident(),
                    outcome);
            last = Optional.of(new Use(clock.instant(), notification.page(), outcome.toString()));
            if (outcome instanceof Outcome.Accepted) {
                return outcome;
            }
            failed.add(outcome);
        }
        return failed.stream().reduce(LastResort::worse).orElseGet(LastResort::missing);
    }

    /// What was done with it within a day: its use means that all else has failed.
    Optional<String> lately() {
        return last.filter(use -> clock.instant().isBefore(use.at.plus(NEWS)))
                .map(use -> "used for page %s at %s: %s".formatted(use.page, use.at, use.outcome));
    }

    /// What two failures come to: what may have arrived is asked for before it is sent again, and
    /// what may still work is tried again.
    private static Outcome worse(Outcome one, Outcome other) {
        return switch (one) {
            case Outcome.Unknown _ -> one;
            case Outcome.TryAgain _ -> other instanceof Outcome.Unknown ? other : one;
            case Outcome.Refused _, Outcome.Accepted _ -> other;
        };
    }

    private static Outcome missing() {
        return new Outcome.Refused("neither a channel nor a command is set for the last resort");
    }
}
