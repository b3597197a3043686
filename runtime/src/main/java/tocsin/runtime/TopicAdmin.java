package tocsin.runtime;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/// Creates the topics of the catalogue, and checks that they fit together.
public final class TopicAdmin {
    private static final String MAX_MESSAGE_BYTES = "1048576";

    private TopicAdmin() {}

    /// Creates every topic of the catalogue that does not exist yet.
    ///
    /// @param partitions partition count of every topic keyed by service; fixed for the life of an
    ///   installation
    public static void create(Admin admin, String prefix, int partitions)
            throws InterruptedException {
        create(admin, prefix, partitions, (short) -1);
    }

    /// The same with a number of replicas; -1 for the broker's default.
    static void create(Admin admin, String prefix, int partitions, short replication)
            throws InterruptedException {
        var topics =
                wanted(prefix, partitions).values().stream()
                        .map(topic ->
                                new NewTopic(topic.name(), topic.numPartitions(), replication)
                                        .configs(topic.configs()))
                        .toList();
        for (var result : admin.createTopics(topics).values().values()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new IllegalStateException("cannot create topics: " + e.getCause(), e);
                }
            }
        }
    }

    /// Every topic as it should be, by name.
    static Map<String, NewTopic> wanted(String prefix, int partitions) {
        var topics = new LinkedHashMap<String, NewTopic>();
        for (var topic : Topics.ALL) {
            int count = topic.layout() == Topic.Layout.SINGLE_PARTITION ? 1 : partitions;
            var name = topic.name(prefix);
            topics.put(name, new NewTopic(name, count, (short) -1).configs(config(topic)));
        }
        var letters = prefix + Topics.DEAD_LETTERS;
        var kept = Long.toString(Topics.DEAD_LETTERS_RETENTION.toMillis());
        topics.put(
                letters,
                new NewTopic(letters, 1, (short) -1).configs(Map.of("retention.ms", kept)));
        return topics;
    }

    /// The partition count that every topic keyed by service has.
    ///
    /// @throws IllegalStateException when a topic is missing or the counts differ, with what to do
    public static int servicePartitions(Admin admin, String prefix) throws InterruptedException {
        var names = new ArrayList<String>();
        for (var topic : Topics.ALL) {
            if (topic.layout() != Topic.Layout.SINGLE_PARTITION) {
                names.add(topic.name(prefix));
            }
        }
        var counts = new TreeMap<String, Integer>();
        var missing = new ArrayList<String>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach((name, future) -> {
                    try {
                        counts.put(name, future.get().partitions().size());
                    } catch (ExecutionException e) {
                        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                            throw new IllegalStateException(
                                    "cannot describe " + name + ": " + e.getCause(), e);
                        }
                        missing.add(name);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("interrupted", e);
                    }
                });
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "these topics do not exist, create them first: " + String.join(", ", missing));
        }
        if (counts.values().stream().distinct().count() != 1) {
            throw new IllegalStateException(
                    "topics keyed by service must all have the same number of partitions, but have "
                            + counts);
        }
        return List.copyOf(counts.values()).getFirst();
    }

    private static Map<String, String> config(Topic<?> topic) {
        var config = new HashMap<String, String>();
        config.put("retention.ms", Long.toString(topic.retention().toMillis()));
        config.put("max.message.bytes", MAX_MESSAGE_BYTES);
        if (topic.layout() == Topic.Layout.COMPACTED) {
            config.put("cleanup.policy", "compact");
        }
        return config;
    }
}
