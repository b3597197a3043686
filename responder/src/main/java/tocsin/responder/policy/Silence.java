package tocsin.responder.policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A time in which some causes page nobody.
///
/// @param kind SILENCE or MAINTENANCE
/// @param to no longer in effect then; null: until it is removed
/// @param matchers labels with the exact values that a cause must have
/// @param conditions what else has to hold; of both together at least one
public record Silence(
        String id,
        String kind,
        Instant from,
        @Nullable Instant to,
        String author,
        String reason,
        Map<String, String> matchers,
        List<Condition> conditions) {

    /// More labels are not looked at.
    public static final int MATCHERS_MAX = 20;

    public Silence {
        matchers = Map.copyOf(matchers);
        conditions = List.copyOf(conditions);
        demand(matchers, conditions);
    }

    /// One that asks for exact values only.
    public Silence(
            String id,
            String kind,
            Instant from,
            @Nullable Instant to,
            String author,
            String reason,
            Map<String, String> matchers) {
        this(id, kind, from, to, author, reason, matchers, List.of());
    }

    /// Whether they ask for something, and not for too much.
    ///
    /// @throws IllegalArgumentException when they do not
    static void demand(Map<String, String> matchers, List<Condition> conditions) {
        int all = matchers.size() + conditions.size();
        if (all == 0 || all > MATCHERS_MAX) {
            throw new IllegalArgumentException(
                    "a silence has 1 to %d matchers, not %d".formatted(MATCHERS_MAX, all));
        }
        if (matchers.isEmpty() && conditions.stream().allMatch(Condition::isOpen)) {
            throw new IllegalArgumentException(
                    "it would cover everything; one matcher at least must ask for something");
        }
    }

    /// Whether something with these labels is covered.
    public boolean matches(Map<String, String> labels) {
        return matchers.entrySet().stream()
                        .allMatch(
                                matcher -> matcher.getValue().equals(labels.get(matcher.getKey())))
                && conditions.stream().allMatch(condition -> condition.holds(labels));
    }

    /// For people.
    public String text() {
        return "%s %s of %s: %s".formatted(kind.toLowerCase(Locale.ROOT), id, author, reason);
    }
}
