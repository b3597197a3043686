package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// One Kafka broker (KRaft, broker and controller in one) inside this JVM, listening on loopback,
/// with its data in a folder: the same folder can be started again, with other ports too.
public final class EmbeddedKafka implements AutoCloseable {
    /// Partition count of topics keyed by service on an embedded broker.
    public static final int PARTITIONS = 4;

    /// The file that a broker leaves behind when it stops in good order.
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("node.id", "1"),
                    Map.entry("controller.listener.names", "CONTROLLER"),
                    Map.entry(
                            "listener.security.protocol.map",
                            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                    Map.entry("num.partitions", Integer.toString(PARTITIONS)),
                    Map.entry("default.replication.factor", "1"),
                    Map.entry("min.insync.replicas", "1"),
                    Map.entry("offsets.topic.replication.factor", "1"),
                    Map.entry("offsets.topic.num.partitions", "1"),
                    Map.entry("transaction.state.log.replication.factor", "1"),
                    Map.entry("transaction.state.log.min.isr", "1"),
                    Map.entry("transaction.state.log.num.partitions", "1"),
                    Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                    Map.entry("share.coordinator.state.topic.min.isr", "1"),
                    Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    Map.entry("auto.create.topics.enable", "false"),
                    Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                    Map.entry("log.segment.bytes", "67108864"),
                    Map.entry("log.index.size.max.bytes", "1048576"),
                    Map.entry("socket.request.max.bytes", "8388608"),
                    Map.entry("num.network.threads", "2"),
                    Map.entry("num.io.threads", "4"));

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /// Starts a broker on `port` with its data in `data`, which is formatted when it is new.
    public static EmbeddedKafka start(Path data, int port) {
        int controllerPort = Ports.free();
        if (Files.notExists(data.resolve("meta.properties"))) {
            format(data);
        } else if (Files.notExists(data.resolve(CLEAN_SHUTDOWN))) {
            KilledBroker.declareDead(properties(data, controllerPort));
        }
        var properties = properties(data, controllerPort);
        properties.put("process.roles", "broker,controller");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,%s".formatted(port, properties.getProperty("listeners")));
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        var server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, "127.0.0.1:" + port);
    }

    /// What a controller needs; a broker needs more.
    private static Properties properties(Path data, int controllerPort) {
        var properties = new Properties();
        properties.putAll(SETTINGS);
        properties.put("log.dirs", data.toString());
        properties.put("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        return properties;
    }

    private static void format(Path data) {
        try {
            Files.createDirectories(data);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new UserError("cannot set up Kafka's data in " + data + ": " + e.getMessage());
        }
    }

    /// Where clients connect.
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
