package tocsin.responder.remediation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the executor does. In the catalogue its texts hold names in braces; in a plan they are
/// filled.
public sealed interface Step {
    /// A program with its arguments, as they are handed to the operating system: no shell reads
    /// them.
    record Command(List<String> argv) implements Step {
        public Command {
            argv = List.copyOf(argv);
        }

        @Override
        public Step filled(Map<String, String> values) {
            return new Command(argv.stream().map(text -> Filling.argument(text, values)).toList());
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("command", argv);
        }
    }

    /// A signed request.
    ///
    /// @param endpoint name that the executor's settings have a URL for
    /// @param payload what it is told beside the remediation itself
    record Webhook(String endpoint, Map<String, String> payload) implements Step {
        public Webhook {
            payload = Map.copyOf(payload);
        }

        @Override
        public Step filled(Map<String, String> values) {
            var filled = new TreeMap<String, String>();
            payload.forEach((name, text) -> filled.put(name, Filling.text(text, values)));
            return new Webhook(endpoint, filled);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("webhook", endpoint, "payload", new TreeMap<>(payload));
        }
    }

    /// A change of one workload on Kubernetes.
    ///
    /// @param replicas how many it is scaled to; empty for other changes
    record Kubernetes(Change change, String namespace, String kind, String name, String replicas)
            implements Step {
        /// What is done to it.
        public enum Change {
            /// Its pods are replaced one after the other.
            RESTART,
            /// Back to the revision before.
            UNDO,
            /// As many replicas as said.
            SCALE
        }

        static final List<String> KINDS = List.of("Deployment", "StatefulSet", "DaemonSet");

        @Override
        public Step filled(Map<String, String> values) {
            return new Kubernetes(
                    change,
                    Filling.name(namespace, values),
                    kind,
                    Filling.name(name, values),
                    change == Change.SCALE ? Filling.count(replicas, values) : "");
        }

        @Override
        public Map<String, Object> json() {
            var json = new TreeMap<String, Object>();
            json.put("kubernetes", change.name().toLowerCase(Locale.ROOT));
            json.put("namespace", namespace);
            json.put("kind", kind);
            json.put("name", name);
            if (change == Change.SCALE) {
                json.put("replicas", replicas);
            }
            return json;
        }
    }

    /// With its names put in.
    ///
    /// @throws IllegalArgumentException when a value is missing or could be taken for something
    ///   else than a value
    Step filled(Map<String, String> values);

    /// As it stands in a plan.
    Map<String, Object> json();
}
