package tocsin.notifier;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/// Remembers which channels refuse what they are sent, until they take something: a person has to
/// mend that, since the next channel hides it. Safe for many threads.
final class Refusals implements Channel {
    private static final int TOLD_MAX = 10;

    /// A command may name channels that nobody has defined, any number of them.
    private static final int KNOWN_MAX = 1_000;

    private record Refusal(Instant since, String reason) {}

    private final Channel channels;
    private final InstantSource clock;
    private final Map<String, Refusal> refusing = new ConcurrentSkipListMap<>();

    Refusals(Channel channels, InstantSource clock) {
        this.channels = channels;
        this.clock = clock;
    }

    @Override
    public String provider(String channel, Instant now) {
        return channels.provider(channel, now);
    }

    @Override
    public Outcome send(Notification notification) {
        var outcome = channels.send(notification);
        var channel = notification.channel();
        switch (outcome) {
            case Outcome.Accepted _ -> refusing.remove(channel);
            case Outcome.Refused(var reason) -> {
                // What is quiet is refused by whatever rings, as it should be.
                if (!notification.command().quiet() && refusing.size() < KNOWN_MAX) {
                    refusing.putIfAbsent(channel, new Refusal(clock.instant(), reason));
                }
            }
            case Outcome.TryAgain _, Outcome.Unknown _ -> {}
        }
        return outcome;
    }

    /// Those that refuse now, in a sentence.
    Optional<String> now() {
        var told =
                refusing.entrySet().stream()
                        .limit(TOLD_MAX)
                        .map(one ->
                                "%s refuses since %s: %s"
                                        .formatted(
                                                one.getKey(),
                                                one.getValue().since,
                                                one.getValue().reason))
                        .collect(Collectors.joining("; "));
        return Optional.of(told).filter(text -> !text.isEmpty());
    }
}
