package tocsin.cli;

import tocsin.detector.DetectorConfig;
import tocsin.ingest.IngestConfig;
import tocsin.notifier.NotifierConfig;
import tocsin.responder.ResponderConfig;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What the mains of the services read from an environment.
///
/// @param services the settings of each service, by its name
/// @param problems what is wrong with them
record ServiceSettings(Map<String, Settings> services, List<String> problems) {
    private static final int DETECTOR_PORT = 8082;
    private static final int NOTIFIER_PORT = 8083;

    static ServiceSettings of(Map<String, String> environment) {
        var services = new LinkedHashMap<String, Settings>();
        var problems = new TreeSet<String>();
        read("ingest", IngestConfig::from, environment, services, problems);
        read(
                "detector",
                settings -> {
                    HttpServer.Config.from(settings, DETECTOR_PORT);
                    DetectorConfig.from(settings);
                },
                environment,
                services,
                problems);
        read("responder", ResponderConfig::from, environment, services, problems);
        read(
                "notifier",
                settings -> {
                    HttpServer.Config.from(settings, NOTIFIER_PORT);
                    NotifierConfig.from(settings);
                },
                environment,
                services,
                problems);
        return new ServiceSettings(services, List.copyOf(problems));
    }

    private static void read(
            String service,
            Consumer<Settings> from,
            Map<String, String> environment,
            Map<String, Settings> services,
            Set<String> problems) {
        var settings = new Settings(environment);
        services.put(service, settings);
        KafkaConfig.from(settings);
        try {
            from.accept(settings);
        } catch (IllegalArgumentException e) {
            if (settings.problems().isEmpty()) {
                problems.add(service + ": " + e.getMessage());
            }
        }
        settings.problems().forEach(problem -> problems.add(service + ": " + problem));
    }
}
