package tocsin.responder.policy;

import java.time.Instant;
import java.util.List;

/// Which silences are in effect at a time.
@FunctionalInterface
public interface Silences {
    /// None, ever.
    Silences NONE = _ -> List.of();

    List<Silence> at(Instant time);
}
