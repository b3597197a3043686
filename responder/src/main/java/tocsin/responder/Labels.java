package tocsin.responder;

import tocsin.schemas.AlertEvent;
import tocsin.schemas.Breach;

import java.util.HashMap;
import java.util.Map;

/// The labels of a cause that silences look at. Bounded: an alert may carry any number of its own.
final class Labels {
    private static final int COUNT_MAX = 32;
    private static final int NAME_MAX = 100;
    private static final int VALUE_MAX = 200;

    private Labels() {}

    static Map<String, String> of(Breach breach) {
        var labels = new HashMap<>(breach.getLabels());
        put(labels, "service", breach.getService());
        put(labels, "source", "tocsin");
        put(labels, "slo", breach.getSlo());
        put(labels, "rule", breach.getSlo().isEmpty() ? breach.getRule() : "");
        put(labels, "sli", breach.getSli());
        return labels;
    }

    /// The source's own labels, in the order of their names, give way to ours.
    static Map<String, String> of(AlertEvent alert) {
        var labels = new HashMap<String, String>();
        alert.getLabels().entrySet().stream()
                .filter(label -> label.getKey().length() <= NAME_MAX)
                .filter(label -> label.getValue().length() <= VALUE_MAX)
                .sorted(Map.Entry.comparingByKey())
                .limit(COUNT_MAX)
                .forEach(label -> labels.put(label.getKey(), label.getValue()));
        put(labels, "service", alert.getService());
        put(labels, "source", alert.getSource());
        put(labels, "alertname", alert.getName());
        put(labels, "severity", alert.getSeverity());
        return labels;
    }

    private static void put(Map<String, String> labels, String name, String value) {
        if (!value.isEmpty() && value.length() <= VALUE_MAX) {
            labels.put(name, value);
        }
    }
}
