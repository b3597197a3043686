package tocsin.detector.absence;

import tocsin.detector.absence.Excuses.Excuse;

/// What somebody said about a service that bears on how much is heard of it.
public sealed interface Announcement {
    /// A deployment or a restart may take this long unless its end is told, in milliseconds.
    long LONGEST_CHANGE = 30 * 60_000L;

    /// So long after a change the service may still be coming up, in milliseconds.
    long COMING_UP = 5 * 60_000L;

    /// Another version or another configuration.
    record Change(String id, boolean over) implements Announcement {}

    /// Another number of something; `to` is 0 when nothing is left that could be heard.
    record Scaling(String id, boolean toNothing) implements Announcement {}

    /// Planned work.
    ///
    /// @param until epoch milliseconds; [Long#MAX_VALUE] when nobody knows
    record Maintenance(String id, long from, long until, boolean over) implements Announcement {}

    /// When silence is to be expected because of it.
    ///
    /// @param at when it was said to happen, epoch milliseconds
    default Excuse excuse(long at) {
        return switch (this) {
            case Change(var id, var over) ->
                    new Excuse(id, at, at + (over ? COMING_UP : LONGEST_CHANGE));
            case Scaling(var id, var toNothing) ->
                    new Excuse(id, at, toNothing ? Long.MAX_VALUE : at + COMING_UP);
            case Maintenance(var id, var from, var until, var over) ->
                    new Excuse(id, from, over ? at + COMING_UP : until);
        };
    }
}
