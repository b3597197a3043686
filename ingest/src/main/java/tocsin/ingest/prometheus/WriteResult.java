package tocsin.ingest.prometheus;

import java.util.List;
import java.util.Map;

/// What a write request holds for us.
///
/// @param readings what is to be written
/// @param rejected how many samples or series of selected counters were not taken, by reason
/// @param unmatched how many series no selector names
/// @param problems what the sender is told; the first few
public record WriteResult(
        List<FedReading> readings,
        Map<Reason, Integer> rejected,
        int unmatched,
        List<String> problems) {

    /// Why something was not taken.
    public enum Reason {
        /// A label without a name, or one name twice: the protocol forbids it.
        INVALID_LABELS,
        /// More or longer labels than are matched.
        LABELS_TOO_LARGE,
        /// NaN or infinite, without being a staleness marker.
        NOT_A_NUMBER,
        /// Counters never are, nor is a part of a limit.
        NEGATIVE,
        /// A gauge of more than a thousand times its limit.
        ABOVE_LIMIT,
        TOO_FAR_AHEAD,
        TOO_OLD;

        /// Whether the sender is told, with a 400. What a healthy Prometheus sends by nature is
        /// counted only.
        boolean told() {
            return switch (this) {
                case INVALID_LABELS, TOO_FAR_AHEAD, TOO_OLD -> true;
                case LABELS_TOO_LARGE, NOT_A_NUMBER, NEGATIVE, ABOVE_LIMIT -> false;
            };
        }
    }
}
