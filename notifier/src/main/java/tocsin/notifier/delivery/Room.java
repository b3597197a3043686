package tocsin.notifier.delivery;

/// How many more calls may be made now.
@FunctionalInterface
public interface Room {
    /// Takes one place for a call to `channel`.
    ///
    /// @return whether there was one
    boolean take(String channel);

    /// Room for every call.
    static Room unbounded() {
        return _ -> true;
    }
}
