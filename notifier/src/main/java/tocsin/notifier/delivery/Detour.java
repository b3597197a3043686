package tocsin.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is told while the log cannot be written for so long that people have to know: first that
/// Tocsin itself is blind, then every page that was open when the log was lost. Each is told until
/// it is taken, once. What was told is put on the log when there is one again.
public final class Detour {
    /// After a try that was not taken.
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private static final Duration VALID = Duration.ofHours(24);

    private final Duration patience;
    private final Map<String, Command.Notify> waiting = new LinkedHashMap<>();
    private final Map<String, Instant> notBefore = new HashMap<>();
    private final Map<String, Instant> told = new TreeMap<>();
    private Optional<Instant> awaySince = Optional.empty();
    private Instant lastAway = Instant.EPOCH;

    /// @param patience how long the log may be away before anybody is told
    public Detour(Duration patience) {
        this.patience = patience;
    }

    /// The log was lost with these pages open.
    public void strand(Collection<Command.Notify> pages) {
        pages.stream()
                .filter(page -> !told.containsKey(page.page()))
                .forEach(page -> waiting.putIfAbsent(page.page(), page));
    }

    /// What is to be told now.
    ///
    /// @param away whether the log can be reached
    public List<Command.Notify> due(boolean away, Instant now) {
        if (!away) {
            awaySince = Optional.empty();
            if (now.isAfter(lastAway.plus(patience))) {
                // Whoever has their partitions by now tells them.
                waiting.clear();
            }
            return List.of();
        }
        lastAway = now;
        if (awaySince.isEmpty()) {
            awaySince = Optional.of(now);
            told.clear();
        }
        var since = awaySince.get();
        if (now.isBefore(since.plus(patience))) {
            return List.of();
        }
        var due = new ArrayList<Command.Notify>();
        due.add(blind(since));
        due.addAll(waiting.values());
        due.removeIf(page ->
                told.containsKey(page.page())
                        || !now.isBefore(page.expiresAt())
                        || now.isBefore(notBefore.getOrDefault(page.page(), Instant.EPOCH)));
        return due;
    }

    /// What came of telling a page.
    public void told(String page, Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Accepted) {
            told.put(page, now);
            waiting.remove(page);
            notBefore.remove(page);
        } else {
            notBefore.put(page, now.plus(AGAIN));
        }
    }

    /// When each page was told that nobody has put on the log yet.
    public Map<String, Instant> told() {
        return Map.copyOf(told);
    }

    /// These pages go their usual way again.
    public void back(int partition) {
        waiting.values().removeIf(page -> page.source().partition() == partition);
    }

    private static Command.Notify blind(Instant since) {
        return new Command.Notify(
                "tocsin-blind-" + since.getEpochSecond(),
                new Command.Source(-1, 0, since, ""),
                Command.Kind.PAGE,
                "tocsin",
                "tocsin-blind",
                "whoever looks after Tocsin",
                List.of(Command.Notify.LAST_RESORT),
                since.plus(VALID),
                new Message(
                        "SEV1",
                        "Tocsin cannot reach Kafka and pages nobody",
                        "The notifier has had no answer from any broker since " + since,
                        "incidents since then are not known here",
                        "the last resort outside Kafka",
                        since,
                        Map.of(),
                        0));
    }
}
