package tocsin.notifier.delivery;

import java.time.Instant;

/// How many more calls may be made now, and where to.
@FunctionalInterface
public interface Room {
    /// Takes one place for a call to `channel`.
    ///
    /// @return whether there was one
    boolean take(String channel, Instant now);

    /// Whether there is no place for a call to `channel`, so that nobody need ask for one.
    default boolean full(String channel) {
        return false;
    }

    /// Whether the channel is believed not to work, so that a page had better go to its next one.
    default boolean shuns(String channel, Instant now) {
        return false;
    }

    /// Whether nobody may try the channel again now who has tried it before.
    default boolean spent(String channel, Instant now) {
        return false;
    }

    /// The channel is tried again.
    default void again(String channel, Instant now) {}

    /// Whether a page that was never sent has to wait, because its target has had many.
    default boolean holds(Command.Notify page, Instant now) {
        return false;
    }

    /// A page is sent for the first time.
    default void begins(Command.Notify page, Instant now) {}

    /// Room for every call.
    static Room unbounded() {
        return (_, _) -> true;
    }
}
