package tocsin.cli;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.common.utils.Time;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

import javax.management.JMException;
import javax.management.ObjectName;

/// Lets a controller find out, before a broker starts, that the broker of the last run was killed.
///
/// Started together, the controller takes the dead broker for alive until its session ends (9 s),
/// then its partitions have no leader until the new one has registered. A transaction that ends in
/// that time stays open for ever: its coordinator, loaded before, takes a partition without a
/// leader for a deleted one, leaves the marker out and counts the transaction as completed. No
/// reader of committed records, and no restore of a store, gets past such a place. Seen with Kafka
/// 4.3.1 (`TransactionMarkerChannelManager`, `KRaftMetadataCache.getPartitionLeaderEndpoint`).
final class KilledBroker {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private KilledBroker() {}

    /// Returns once the broker is known to be dead.
    ///
    /// @param properties of a controller, with one listener, of the same data
    static void declareDead(Properties properties) {
        var alone = new Properties();
        alone.putAll(properties);
        alone.put("process.roles", "controller");
        alone.put("broker.session.timeout.ms", "200");
        alone.put("broker.heartbeat.interval.ms", "100");
        var controller = new KafkaRaftServer(new KafkaConfig(alone), Time.SYSTEM);
        controller.startup();
        try {
            awaitDeath();
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    /// A broker that was killed before it ever registered is not known, dead or alive: that is not
    /// waited for longer than the limit.
    private static void awaitDeath() {
        var end = Instant.now().plus(LIMIT);
        while ((brokers("Active") != 0 || brokers("Fenced") == 0) && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// How many brokers are in a state, as the controller's metrics have it.
    private static int brokers(String state) {
        try {
            var name = "kafka.controller:type=KafkaController,name=" + state + "BrokerCount";
            var value =
                    ManagementFactory.getPlatformMBeanServer()
                            .getAttribute(new ObjectName(name), "Value");
            return ((Number) value).intValue();
        } catch (JMException e) {
            throw new IllegalStateException("Kafka's controller has no metric of brokers", e);
        }
    }
}
