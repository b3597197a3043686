package tocsin.detector.absence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// When a service may be silent, because somebody said that it is deployed, maintained or scaled to
/// nothing.
///
/// @param excuses one for each change, those that end last first
public record Excuses(List<Excuse> excuses) {
    /// Nothing was said.
    public static final Excuses NONE = new Excuses(List.of());

    /// More than these of one service are not remembered.
    static final int MOST = 32;

    /// A time in which silence is to be expected.
    ///
    /// @param change what for; a newer excuse for the same replaces it
    /// @param from epoch milliseconds
    /// @param until epoch milliseconds
    public record Excuse(String change, long from, long until) {}

    public Excuses {
        excuses = List.copyOf(excuses);
    }

    /// With another one. What has ended before `now` is forgotten.
    public Excuses with(Excuse excuse, long now) {
        var next = new ArrayList<Excuse>();
        next.add(excuse);
        excuses.stream()
                .filter(old -> !old.change.equals(excuse.change) && old.until > now)
                .forEach(next::add);
        next.sort(Comparator.comparingLong(Excuse::until).reversed());
        return new Excuses(next.subList(0, Math.min(MOST, next.size())));
    }

    /// Whether silence is to be expected at this time, in epoch milliseconds.
    public boolean hold(long at) {
        return excuses.stream().anyMatch(excuse -> excuse.from <= at && at < excuse.until);
    }
}
