package tocsin.cli;

import static java.util.stream.Collectors.joining;

import tocsin.detector.Detector;
import tocsin.ingest.Ingest;
import tocsin.notifier.Notifier;
import tocsin.notifier.NotifierConfig;
import tocsin.responder.Responder;
import tocsin.responder.callback.CallbackConfig;
import tocsin.responder.executor.Executor;
import tocsin.responder.executor.Reach;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Main;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;
import tocsin.runtime.TraceConfig;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What every process of ours reads from an environment.
///
/// @param readers the settings of each service and of the command line, by its name
record ServiceSettings(Map<String, Settings> readers) {
    /// In the order in which an incident meets them.
    static final List<Main.Service> SERVICES =
            List.of(
                    Ingest.SERVICE,
                    Detector.SERVICE,
                    Responder.SERVICE,
                    Executor.SERVICE,
                    Notifier.SERVICE);

    private static final String COMMAND_LINE = "tocsin";
    private static final Setting<Integer> JDK_VERSION =
            new Setting<>(
                    "JDK_VERSION",
                    SettingType.COUNT,
                    "25",
                    "26",
                    "Version of the JDK that `./tocsin` looks for");

    /// A setting, whoever reads it.
    ///
    /// @param setting as the first of its readers has it
    /// @param defaults its default by the name of each reader
    record Row(Setting<?> setting, Map<String, String> defaults) {
        /// One default, or each reader's own.
        ///
        /// @param mark put around a value
        String absent(UnaryOperator<String> mark) {
            return defaults.values().stream().distinct().count() == 1
                    ? mark.apply(setting.absent())
                    : defaults.entrySet().stream()
                            .map(one -> one.getKey() + " " + mark.apply(one.getValue()))
                            .collect(joining(", "));
        }

        String readers() {
            var services = SERVICES.stream().map(Main.Service::name).collect(joining(", "));
            return String.join(", ", defaults.keySet()).replace(services, "every service");
        }

        /// Whether it is read by every service.
        boolean common() {
            return SERVICES.stream().map(Main.Service::name).allMatch(defaults::containsKey);
        }
    }

    static ServiceSettings of(Map<String, String> environment) {
        var readers = new LinkedHashMap<String, Settings>();
        SERVICES.forEach(service -> readers.put(service.name(), service.settings(environment)));
        readers.put(COMMAND_LINE, commandLine(environment));
        return new ServiceSettings(readers);
    }

    /// What the launcher, `tocsin up` and the commands that go to Kafka read.
    private static Settings commandLine(Map<String, String> environment) {
        var settings = new Settings(environment);
        KafkaConfig.from(settings);
        TraceConfig.from(settings);
        NotifierConfig.from(settings);
        Reach.from(settings);
        CallbackConfig.from(settings);
        Main.readLog(settings);
        settings.find(ApiToken.TOKEN);
        settings.find(JDK_VERSION);
        return settings;
    }

    List<String> problems() {
        return all().stream().flatMap(one -> one.problems().stream()).distinct().toList();
    }

    /// Variables that nobody reads, each with the one that may be meant.
    Map<String, Optional<String>> unknown() {
        var known = all().stream().flatMap(one -> one.read().stream()).toList();
        return all().iterator().next().unknown(known);
    }

    /// Every setting once.
    List<Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        readers.forEach((reader, settings) -> {
            for (var setting : settings.read()) {
                rows.computeIfAbsent(setting.name(), _ -> new Row(setting, new LinkedHashMap<>()))
                        .defaults
                        .put(reader, setting.absent());
            }
        });
        return List.copyOf(rows.values());
    }

    private Collection<Settings> all() {
        return readers.values();
    }
}
