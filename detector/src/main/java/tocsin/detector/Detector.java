package tocsin.detector;

import tocsin.runtime.DefinitionsView;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Main;
import tocsin.runtime.Platform;
import tocsin.runtime.StreamsApplication;
import tocsin.schemas.Schemas;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Watches the error budget of every service and tells when one burns too fast.
public final class Detector implements AutoCloseable {
    /// As a process of its own.
    public static final Main.Service SERVICE =
            new Main.Service(
                    "detector",
                    "Watches the error budget of every service and tells when one burns too fast.",
                    settings -> {
                        var http = HttpServer.Config.from(settings, 8082);
                        var config = DetectorConfig.from(settings);
                        return (platform, onFatal) -> {
                            var detector = start(config, platform, onFatal);
                            var server = HttpServer.start(http, platform, _ -> {});
                            return () -> Main.close(server, detector);
                        };
                    });

    private static final int MAX_POLL_RECORDS = 2_000;

    /// Decisions are committed at once; samples that decide nothing can wait and share the cost.
    private static final int COMMIT_MILLIS = 1_000;

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final DefinitionsView definitions;
    private final StreamsApplication streams;

    private Detector(DefinitionsView definitions, StreamsApplication streams) {
        this.definitions = definitions;
        this.streams = streams;
    }

    static void main(String[] arguments) {
        Main.run(SERVICE, arguments);
    }

    /// Starts a detector that runs until it is closed. Tests start it just as `main` does.
    ///
    /// @param onFatal called when it has given up
    public static Detector start(DetectorConfig config, Platform platform, Runnable onFatal) {
        var kafka = platform.kafka();
        Schemas.registerAndLoad(
                platform.registry(),
                kafka.prefix(),
                List.of(Topics.METRICS, Topics.BREACHES, Topics.SIGNALS, Topics.DEFINITIONS));
        var definitions = new DefinitionsView("detector", platform);
        definitions.demandCaughtUp(START_LIMIT);
        var settings = settings(kafka, config.stateDir());
        settings.put("num.stream.threads", config.threads());
        var topology =
                new DetectorTopology(
                        platform.serdes(), definitions, true, platform.meters(), platform.traces());
        return new Detector(
                definitions,
                new StreamsApplication("detector", topology.get(), settings, platform, onFatal));
    }

    /// Settings of its Kafka Streams application.
    public static Map<String, Object> settings(KafkaConfig kafka, Path stateDir) {
        var settings =
                kafka.streams("detector", stateDir.toString(), MAX_POLL_RECORDS, COMMIT_MILLIS);
        // Each task has one partition: there is no other whose records it might have to wait for.
        settings.put("max.task.idle.ms", -1);
        return settings;
    }

    @Override
    public void close() {
        streams.close();
        definitions.close();
    }
}
