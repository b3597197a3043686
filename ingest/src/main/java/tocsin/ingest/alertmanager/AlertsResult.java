package tocsin.ingest.alertmanager;

import java.util.List;

/// What became of a batch of alerts. As in Alertmanager, a body that does not decode or lacks a
/// required field is refused whole; beyond that each alert is judged alone.
public sealed interface AlertsResult {
    /// The body does not decode.
    ///
    /// @param alerts how many alerts are refused with it
    record Malformed(int alerts, List<String> problems) implements AlertsResult {}

    /// Required fields are missing.
    ///
    /// @param alerts how many alerts are refused with it
    record Incomplete(int alerts, List<String> problems) implements AlertsResult {}

    /// More alerts than one request may have.
    record TooMany(int alerts, int limit) implements AlertsResult {}

    /// The good ones, and what is wrong with the others.
    ///
    /// @param refused how many are not among the good ones
    record Read(List<Alert> alerts, int refused, List<String> problems) implements AlertsResult {}
}
