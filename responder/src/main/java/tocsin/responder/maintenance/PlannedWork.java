package tocsin.responder.maintenance;

import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The planned work of one service, and what follows when more is told of it. A window always has
/// an end: a tool that dies in the middle must not keep pages back for ever.
///
/// @param known whatever is not long over
public record PlannedWork(String service, List<Known> known) {
    /// A window is set or removed so much later, so that every reader knows of it by then.
    public static final Duration LEAD = Duration.ofSeconds(2);

    /// So long takes what has no end.
    public static final Duration OPEN_ENDED = Duration.ofHours(4);

    /// What takes longer is cut to this.
    public static final Duration LONGEST = Duration.ofDays(7);

    /// So long after its end work does not begin again: what is told late was sent before.
    static final Duration REMEMBERED = Duration.ofDays(1);

    static final int KNOWN_MAX = 100;

    /// One of them.
    ///
    /// @param told what was told of it last
    /// @param until when it is forgotten
    public record Known(Work told, Instant until) {}

    /// What one word leads to.
    ///
    /// @param state what is known after it
    public record Decision(PlannedWork state, List<Window> windows) {
        public Decision {
            windows = List.copyOf(windows);
        }
    }

    public PlannedWork {
        known = List.copyOf(known);
    }

    /// Of which nothing was told yet.
    public static PlannedWork of(String service) {
        return new PlannedWork(service, List.of());
    }

    /// Decides what follows when `work` is told.
    ///
    /// @throws IllegalArgumentException when the service has too much of it that is not over
    public Decision decide(Work work, Instant now) {
        var before = find(work.change()).filter(one -> now.isBefore(one.until));
        if (before.filter(one -> one.told.over() || one.told.equals(work)).isPresent()) {
            return new Decision(this, List.of());
        }
        var windows = new ArrayList<Window>();
        var earliest = now.plus(LEAD);
        var set = work.over() ? Optional.<Window.Set>empty() : window(work, earliest);
        if (before.isPresent() && set.filter(one -> !one.from().isAfter(earliest)).isEmpty()) {
            windows.add(new Window.Removed(id(work), earliest, work.author()));
        }
        set.ifPresent(windows::add);
        var until = set.map(Window.Set::to).orElse(now).plus(REMEMBERED);
        return new Decision(with(new Known(work, until), now), windows);
    }

    private Optional<Known> find(String change) {
        return known.stream().filter(one -> one.told.change().equals(change)).findFirst();
    }

    private Optional<Window.Set> window(Work work, Instant earliest) {
        var told = Optional.ofNullable(work.to()).orElse(work.from().plus(OPEN_ENDED));
        var longest = work.from().plus(LONGEST);
        var to = told.isAfter(longest) ? longest : told;
        var from = work.from().isAfter(earliest) ? work.from() : earliest;
        return to.isAfter(from)
                ? Optional.of(new Window.Set(id(work), from, to, work.author(), work.reason()))
                : Optional.empty();
    }

    private String id(Work work) {
        return "change-" + Ids.hex(service, work.change());
    }

    private PlannedWork with(Known told, Instant now) {
        var next = new ArrayList<Known>();
        known.stream()
                .filter(one -> now.isBefore(one.until))
                .filter(one -> !one.told.change().equals(told.told.change()))
                .forEach(next::add);
        next.add(told);
        while (next.size() > KNOWN_MAX) {
            next.remove(oldest(next, now));
        }
        return new PlannedWork(service, next);
    }

    private Known oldest(List<Known> all, Instant now) {
        return all.stream()
                .filter(one -> one.told.over() || !now.isBefore(one.until.minus(REMEMBERED)))
                .min(Comparator.comparing(Known::until))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s has more than %d planned works at once"
                                        .formatted(service, KNOWN_MAX)));
    }
}
