package tocsin.responder.api;

import org.jspecify.annotations.Nullable;

import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How messages about each incident got to people, as the notifier tells. Bounded: the oldest
/// incidents, messages and tries are forgotten here, not on the log.
public final class DeliveryModel {
    private static final int INCIDENTS_MAX = 10_000;
    private static final int MESSAGES_MAX = 200;
    private static final int TRIES_MAX = 50;

    private final Map<String, Map<String, Way>> incidents = bounded(INCIDENTS_MAX);

    /// A request to a channel.
    ///
    /// @param at when the result was known; until then when it began
    /// @param result `STARTED` until there is one
    /// @param receipt what the provider calls it
    record Try(
            int number,
            String channel,
            Instant at,
            DeliveryKind result,
            String reason,
            String receipt) {}

    /// A message on its way.
    ///
    /// @param state what was said of it last
    /// @param reason of that
    /// @param until of RETRY
    record Way(
            String message,
            String target,
            DeliveryKind state,
            Instant at,
            String channel,
            String reason,
            @Nullable Instant until,
            List<Try> tries) {}

    /// Takes in the next record of the topic.
    public synchronized void read(DeliveryEvent event) {
        if (event.getKind() == DeliveryKind.UNKNOWN) {
            return;
        }
        var messages = incidents.computeIfAbsent(event.getIncident(), _ -> bounded(MESSAGES_MAX));
        var known = messages.get(event.getPage());
        messages.put(
                event.getPage(),
                new Way(
                        event.getPage(),
                        event.getTarget(),
                        event.getKind(),
                        event.getEnvelope().getAt(),
                        event.getChannel(),
                        event.getReason(),
                        event.getUntil(),
                        tries(known == null ? List.of() : known.tries, event)));
    }

    /// Its messages, oldest first.
    synchronized List<Way> of(String incident) {
        return List.copyOf(incidents.getOrDefault(incident, Map.of()).values());
    }

    private static List<Try> tries(List<Try> known, DeliveryEvent event) {
        int number = event.getAttempt();
        if (number == 0) {
            return known;
        }
        var tries = new ArrayList<>(known);
        tries.removeIf(one -> one.number == number);
        tries.add(
                new Try(
                        number,
                        event.getChannel(),
                        event.getEnvelope().getAt(),
                        event.getKind(),
                        event.getReason(),
                        event.getReceipt()));
        if (tries.size() > TRIES_MAX) {
            tries.removeFirst();
        }
        return List.copyOf(tries);
    }

    private static <T> Map<String, T> bounded(int max) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > max;
            }
        };
    }
}
