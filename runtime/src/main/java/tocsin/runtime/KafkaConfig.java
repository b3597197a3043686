package tocsin.runtime;

import tocsin.schemas.Topics;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the brokers and the schema registry are, and how clients of every kind are set up.
///
/// @param bootstrapServers Kafka's `bootstrap.servers`
/// @param registries base URLs of the schema registry, tried in this order
/// @param prefix prefix of every topic, group and transactional id
/// @param extra Kafka settings given to every client as they stand
/// @param schemaCache file that keeps what the registry said of our schemas, where there is to be
///   one
/// @param serde which classes write and read values
public record KafkaConfig(
        String bootstrapServers,
        List<URI> registries,
        String prefix,
        Map<String, String> extra,
        Optional<Path> schemaCache,
        SerdeChoice serde) {
    private static final Setting<String> BOOTSTRAP_SERVERS =
            new Setting<>(
                    "BOOTSTRAP_SERVERS",
                    SettingType.ADDRESSES,
                    "localhost:9092",
                    "kafka-1:9092,kafka-2:9092",
                    "Kafka brokers");
    private static final Setting<List<URI>> SCHEMA_REGISTRY_URL =
            new Setting<>(
                    "SCHEMA_REGISTRY_URL",
                    SettingType.URLS,
                    "http://localhost:8081/apis/ccompat/v7",
                    "https://registry-1:8081,https://registry-2:8081",
                    "Base URLs of the schema registry, tried in this order");
    private static final Setting<String> TOPIC_PREFIX =
            new Setting<>(
                    "TOPIC_PREFIX",
                    SettingType.TEXT,
                    Topics.DEFAULT_PREFIX,
                    "staging.",
                    "Prefix of every topic and group");
    private static final Setting<Path> SCHEMA_CACHE =
            new Setting<>(
                    "SCHEMA_CACHE",
                    SettingType.PATH,
                    "",
                    "/var/lib/tocsin/schemas.json",
                    "File that keeps known schemas, so that a start works while the registry is"
                            + " down; one for each instance");
    private static final Setting<String> PASS_THROUGH =
            new Setting<>(
                    "KAFKA_<NAME>",
                    SettingType.AS_IT_STANDS,
                    "",
                    "SECURITY_PROTOCOL=SASL_SSL",
                    "A setting of Kafka's own, given to every client as it stands: in its name `_`"
                            + " is a dot, `__` an underscore, `___` a dash");

    /// Without a file of schemas, and with our own serdes.
    public KafkaConfig(
            String bootstrapServers,
            List<URI> registries,
            String prefix,
            Map<String, String> extra) {
        this(bootstrapServers, registries, prefix, extra, Optional.empty(), SerdeChoice.OWN);
    }

    /// Reads what every service needs.
    public static KafkaConfig from(Settings settings) {
        return new KafkaConfig(
                settings.get(BOOTSTRAP_SERVERS),
                settings.get(SCHEMA_REGISTRY_URL),
                settings.get(TOPIC_PREFIX),
                settings.properties(PASS_THROUGH),
                settings.find(SCHEMA_CACHE),
                SerdeChoice.from(settings));
    }

    /// Settings of a producer that loses and doubles nothing: acknowledged by all replicas,
    /// idempotent.
    public Map<String, Object> producer(String clientId) {
        var config = common(clientId);
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("linger.ms", 2);
        config.put("delivery.timeout.ms", 30_000);
        config.put("request.timeout.ms", 10_000);
        config.put("max.block.ms", 10_000);
        config.put("compression.type", "lz4");
        return withExtra(config);
    }

    /// Settings of a consumer that reads committed records only and commits by hand.
    public Map<String, Object> consumer(String clientId) {
        var config = common(clientId);
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        config.put("session.timeout.ms", 6_000);
        config.put("heartbeat.interval.ms", 1_500);
        config.put("allow.auto.create.topics", false);
        return withExtra(config);
    }

    /// Settings of an administration client.
    public Map<String, Object> admin(String clientId) {
        var config = common(clientId);
        config.put("request.timeout.ms", 5_000);
        config.put("default.api.timeout.ms", 15_000);
        return withExtra(config);
    }

    /// Settings of an exactly-once Kafka Streams application.
    ///
    /// @param application its name, such as `detector`
    /// @param stateDir where it keeps its stores
    /// @param maxPollRecords how many records one poll takes at most
    /// @param commitMillis pause between commits; a decision does not wait for it
    public Map<String, Object> streams(
            String application, String stateDir, int maxPollRecords, int commitMillis) {
        var config = common(application);
        config.put("application.id", prefix.replace('.', '-') + application);
        config.put("state.dir", stateDir);
        config.put("processing.guarantee", "exactly_once_v2");
        config.put("replication.factor", -1);
        config.put("commit.interval.ms", commitMillis);
        // A commit sends what lingers: it delays no decision.
        config.put("producer.linger.ms", 20);
        config.put("producer.batch.size", 131_072);
        config.put("producer.transaction.timeout.ms", 6_000);
        config.put("consumer.session.timeout.ms", 6_000);
        config.put("consumer.heartbeat.interval.ms", 1_500);
        config.put("max.poll.interval.ms", 60_000);
        config.put("max.poll.records", maxPollRecords);
        config.put("task.timeout.ms", 60_000);
        config.put("auto.offset.reset", "earliest");
        config.put("ensure.explicit.internal.resource.naming", true);
        config.put("topology.optimization", "none");
        config.put("processing.exception.handler.global.enabled", true);
        config.put(
                "deserialization.exception.handler", DeadLetters.UnreadableRecord.class.getName());
        config.put("processing.exception.handler", DeadLetters.FailedRule.class.getName());
        config.put(DeadLetters.TOPIC_CONFIG, prefix + Topics.DEAD_LETTERS);
        return withExtra(config);
    }

    /// The name of a consumer group.
    public String group(String name) {
        return prefix.replace('.', '-') + name;
    }

    private Map<String, Object> common(String clientId) {
        var config = new HashMap<String, Object>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("client.id", clientId);
        return config;
    }

    /// What an operator says wins over what we would choose.
    private Map<String, Object> withExtra(Map<String, Object> config) {
        config.putAll(extra);
        return config;
    }
}
