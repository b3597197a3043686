package tocsin.cli;

import tocsin.schemas.Topic;

import java.util.Map;

/// Who writes each topic.
final class Writers {
    private static final Map<String, String> BY_TOPIC =
            Map.ofEntries(
                    Map.entry("metrics", "ingest"),
                    Map.entry("alerts", "ingest"),
                    Map.entry("changes", "ingest"),
                    Map.entry("outside-actions", "ingest"),
                    Map.entry("breaches", "detector"),
                    Map.entry("signals", "detector"),
                    Map.entry("actions", "responder's API"),
                    Map.entry("incident-events", "responder"),
                    Map.entry("incidents", "responder"),
                    Map.entry("escalations", "responder"),
                    Map.entry("deliveries", "notifier"),
                    Map.entry("remediations", "responder"),
                    Map.entry("remediation-results", "executor"),
                    Map.entry("definitions", "responder's API"),
                    Map.entry("controls", "responder"));

    private Writers() {}

    static String of(Topic<?> topic) {
        return BY_TOPIC.get(topic.name());
    }
}
