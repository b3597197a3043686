package tocsin.responder.api;

import tocsin.responder.policy.Silence;

import java.time.Instant;
import java.util.List;

/// Where silences are kept.
public interface SilenceLog {
    /// The newest version of each that is not removed: in effect, over, or not yet.
    List<Silence> all();

    /// Returns once the log has it.
    ///
    /// @throws IllegalStateException when it could not be written
    void write(Silence silence);

    /// Ends one from a time on.
    ///
    /// @throws IllegalStateException when it could not be written
    void remove(String id, String author, Instant from);
}
