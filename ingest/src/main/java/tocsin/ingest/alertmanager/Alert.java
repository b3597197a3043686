package tocsin.ingest.alertmanager;

import tocsin.schemas.identity.Ids;

import java.time.Instant;
import java.util.Map;

/// One alert as its source sees it now.
///
/// @param service the service it is about; see [AlertService]
/// @param fingerprint identity of the alert within its source; see [Fingerprint]
/// @param startsAt when it began to fire
/// @param endsAt when it ended or, while it fires, when it counts as ended if it is not repeated
public record Alert(
        Status status,
        String service,
        String fingerprint,
        Instant startsAt,
        Instant endsAt,
        Map<String, String> labels,
        Map<String, String> annotations,
        String generatorUrl) {

    /// Whether the source says that it goes on.
    public enum Status {
        FIRING,
        RESOLVED
    }

    public Alert {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /// The same for a repetition that says nothing new.
    public String id() {
        return Ids.hex(
                "alertmanager", fingerprint, status.name(), startsAt.toString(), endsAt.toString());
    }

    /// When the state began that it is in.
    public Instant at() {
        return status == Status.FIRING ? startsAt : endsAt;
    }

    /// A label's value; empty when there is none.
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
