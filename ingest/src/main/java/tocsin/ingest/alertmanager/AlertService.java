package tocsin.ingest.alertmanager;

import tocsin.ingest.input.ServiceName;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which service an alert is about, by its labels. A label whose value cannot name a service is
/// passed over: no alert is lost for the sake of a name.
final class AlertService {
    static final String UNKNOWN = "unknown";

    private static final List<String> SERVICE = List.of("service", "service_name", "app", "job");
    private static final List<String> ENVIRONMENT = List.of("environment", "env");
    private static final Set<String> DEFAULT_ENVIRONMENTS = Set.of("production", "prod", "default");

    private AlertService() {}

    /// `checkout`, or `checkout@staging` outside the default environment.
    static String of(Map<String, String> labels) {
        var service = first(SERVICE, labels).orElse(UNKNOWN);
        return first(ENVIRONMENT, labels)
                .filter(environment -> !DEFAULT_ENVIRONMENTS.contains(environment))
                .map(environment -> service + "@" + environment)
                .filter(AlertService::usable)
                .orElse(service);
    }

    private static Optional<String> first(List<String> names, Map<String, String> labels) {
        return names.stream()
                .map(name -> labels.getOrDefault(name, ""))
                .filter(AlertService::usable)
                .findFirst();
    }

    private static boolean usable(String name) {
        return ServiceName.problem(name).isEmpty();
    }
}
