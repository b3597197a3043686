package tocsin.responder.incident;

/// What a timer looked at beside the state of its own service. It is on the log with what followed
/// from it, so that the decision can be made again.
///
/// @param folded how many alerts were folded since that was said last
public record Seen(long folded) {
    /// Nothing but the state.
    public static final Seen NOTHING = new Seen(0);
}
