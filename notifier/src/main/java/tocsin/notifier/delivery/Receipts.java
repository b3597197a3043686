package tocsin.notifier.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What providers called the first message of each incident: a thread, a ticket, an entry to be
/// changed by the next one. It comes from the log and goes with what is read back of it.
final class Receipts {
    private record Key(String incident, String channel) {}

    private record First(String receipt, Instant at) {}

    private final Map<Key, First> firsts = new HashMap<>();

    void add(String incident, Step.Accepted accepted) {
        firsts.putIfAbsent(
                new Key(incident, accepted.channel()),
                new First(accepted.receipt(), accepted.at()));
    }

    Optional<String> first(String incident, String channel) {
        return Optional.ofNullable(firsts.get(new Key(incident, channel))).map(First::receipt);
    }

    void forget(Instant horizon) {
        firsts.values().removeIf(first -> first.at.isBefore(horizon));
    }
}
