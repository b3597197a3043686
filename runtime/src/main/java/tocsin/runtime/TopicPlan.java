package tocsin.runtime;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/// What has to be done so that a broker has the topics of the catalogue as they should be.
///
/// @param steps one for each topic, in the catalogue's order
public record TopicPlan(List<Step> steps) {
    /// What a topic needs.
    public enum Need {
        /// It is as it should be.
        NOTHING,
        /// It does not exist.
        CREATE,
        /// Its configuration differs.
        CONFIGURE,
        /// It has another number of partitions. That cannot be changed: records of one service
        /// would lie in two partitions, in no order.
        IMPOSSIBLE
    }

    /// One topic.
    ///
    /// @param differences configuration that differs: how it should be
    /// @param detail what differs, for people; empty when nothing does
    public record Step(String topic, Need need, Map<String, String> differences, String detail) {}

    /// Compares the catalogue with the broker.
    ///
    /// @param partitions partition count of every topic keyed by service
    public static TopicPlan of(Admin admin, String prefix, int partitions)
            throws InterruptedException {
        var wanted = TopicAdmin.wanted(prefix, partitions);
        var found = descriptions(admin, wanted.keySet().stream().toList());
        var configs = configs(admin, found.keySet().stream().toList());
        var steps = new ArrayList<Step>();
        wanted.forEach((name, topic) -> {
            var description = found.get(name);
            steps.add(
                    description == null
                            ? new Step(
                                    name,
                                    Need.CREATE,
                                    Map.of(),
                                    topic.numPartitions() + " partitions")
                            : compare(
                                    topic.numPartitions(), topic.configs(), description, configs));
        });
        return new TopicPlan(steps);
    }

    private static Step compare(
            int partitions,
            Map<String, String> wanted,
            TopicDescription found,
            Map<String, Config> configs) {
        if (found.partitions().size() != partitions) {
            return new Step(
                    found.name(),
                    Need.IMPOSSIBLE,
                    Map.of(),
                    "has %d partitions, not %d; that cannot be changed"
                            .formatted(found.partitions().size(), partitions));
        }
        var differences = new TreeMap<String, String>();
        var details = new ArrayList<String>();
        var config = configs.getOrDefault(found.name(), new Config(List.of()));
        wanted.forEach((key, value) -> {
            var entry = config.get(key);
            if (entry == null || !entry.value().equals(value)) {
                differences.put(key, value);
                details.add(
                        "%s is %s, not %s"
                                .formatted(key, entry == null ? "not set" : entry.value(), value));
            }
        });
        var need = differences.isEmpty() ? Need.NOTHING : Need.CONFIGURE;
        return new Step(found.name(), need, differences, String.join("; ", details));
    }

    /// Whether the broker has everything as it should be.
    public boolean done() {
        return steps.stream().allMatch(step -> step.need() == Need.NOTHING);
    }

    /// Whether a topic stands in the way.
    public boolean impossible() {
        return steps.stream().anyMatch(step -> step.need() == Need.IMPOSSIBLE);
    }

    /// Creates what is missing and configures what differs.
    ///
    /// @param replication replicas of each topic; -1 for the broker's default
    public void apply(Admin admin, String prefix, int partitions, short replication)
            throws InterruptedException {
        TopicAdmin.create(admin, prefix, partitions, replication);
        var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        for (var step : steps) {
            if (step.need() == Need.CONFIGURE) {
                changes.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, step.topic()),
                        step.differences().entrySet().stream()
                                .map(change ->
                                        new AlterConfigOp(
                                                new ConfigEntry(change.getKey(), change.getValue()),
                                                AlterConfigOp.OpType.SET))
                                .toList());
            }
        }
        try {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot configure topics: " + e.getCause(), e);
        }
    }

    private static Map<String, TopicDescription> descriptions(Admin admin, List<String> names)
            throws InterruptedException {
        var found = new HashMap<String, TopicDescription>();
        for (var entry : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                found.put(entry.getKey(), entry.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new IllegalStateException(
                            "cannot describe " + entry.getKey() + ": " + e.getCause(), e);
                }
            }
        }
        return found;
    }

    private static Map<String, Config> configs(Admin admin, List<String> names)
            throws InterruptedException {
        var resources =
                names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        try {
            var configs = new HashMap<String, Config>();
            admin.describeConfigs(resources)
                    .all()
                    .get()
                    .forEach((resource, config) -> configs.put(resource.name(), config));
            return configs;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot read topics' settings: " + e.getCause(), e);
        }
    }
}
