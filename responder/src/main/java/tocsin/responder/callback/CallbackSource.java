package tocsin.responder.callback;

/// A system in which people act.
public interface CallbackSource {
    /// Its name, also the end of the path it posts to.
    String name();

    /// Checks who sent the request, and reads it.
    Reading read(Received received);
}
