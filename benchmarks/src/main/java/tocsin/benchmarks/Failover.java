package tocsin.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

import tocsin.cli.EmbeddedKafka;
import tocsin.cli.Installation;
import tocsin.cli.PhoneReceiver;
import tocsin.notifier.NotifierConfig;
import tocsin.notifier.channel.Secret;
import tocsin.schemas.Topics;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How long a page is late because the detector that its service belongs to has just ended. An
/// installation in one JVM is joined by a second detector, a process of its own, which takes over
/// half of the partitions; it is killed, and one of its services fails at the same moment.
///
/// ```
/// Failover [rounds = 5]
/// ```
///
/// Each round ends a detector by `kill -9` and another one by SIGTERM.
public final class Failover {
    private static final String SECRET = "benchmark and notifier share this";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Path folder;
    private final Installation tocsin;
    private final QuickServices services;
    private final Admin admin;

    private Failover(Path folder, PhoneReceiver phone, List<String> names) {
        this.folder = folder;
        tocsin =
                Installation.start(
                        new Installation.Plan(
                                folder.resolve("data"),
                                Installation.PortPlan.free(),
                                QuickServices.documents(URI.create(phone.url()), names),
                                Duration.ofSeconds(10),
                                new NotifierConfig(Map.of("phone", new Secret(SECRET)), System.out),
                                System.out::println),
                        () -> {});
        services = new QuickServices(tocsin.ingestUrl());
        admin = Admin.create(tocsin.kafka().admin("benchmark"));
    }

    static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        var folder = Files.createTempDirectory("tocsin-benchmark");
        var names = names(2 * rounds);
        var pages = new LinkedBlockingQueue<String>();
        try (var phone =
                PhoneReceiver.start(
                        folder.resolve("phone.ndjson"),
                        SECRET,
                        message -> pages.add(message.path("service").asString()))) {
            var failover = new Failover(folder, phone, names);
            var killed = new double[rounds];
            var stopped = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                killed[round] = failover.seconds(2 * round, Process::destroyForcibly, pages);
                stopped[round] = failover.seconds(2 * round + 1, Process::destroy, pages);
            }
            print("kill -9", killed);
            print("SIGTERM", stopped);
            failover.tocsin.close();
        } finally {
            Folders.delete(folder);
        }
        System.exit(0);
    }

    /// One service for each try and partition.
    private static List<String> names(int tries) {
        var names = new ArrayList<String>();
        for (int number = 0; number < tries; number++) {
            for (int partition = 0; partition < EmbeddedKafka.PARTITIONS; partition++) {
                names.add(name(number, partition));
            }
        }
        return names;
    }

    /// A service whose samples go to this partition.
    private static String name(int number, int partition) {
        for (int suffix = 0; ; suffix++) {
            var name = "t" + number + "-" + suffix;
            var key = name.getBytes(UTF_8);
            if (BuiltInPartitioner.partitionForKey(key, EmbeddedKafka.PARTITIONS) == partition) {
                return name;
            }
        }
    }

    /// From the end of the detector to the page.
    private double seconds(int number, Consumer<Process> end, BlockingQueue<String> pages)
            throws IOException, InterruptedException, ExecutionException {
        var before = members().stream().map(MemberDescription::consumerId).toList();
        var detector = startDetector(number);
        int partition = partitionOf(awaitMember(before));
        var service = name(number, partition);
        services.send(service, 30, 100);
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        long ended = System.nanoTime();
        end.accept(detector);
        services.send(service, 0, 0);
        var paged = pages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - ended) / 1e9;
        if (!service.equals(paged)) {
            throw new IllegalStateException("the page of " + service + " did not come: " + paged);
        }
        System.out.printf(Locale.ROOT, "%s: %.2f s%n", service, seconds);
        detector.waitFor();
        await(members -> members.size() == before.size());
        return seconds;
    }

    private Process startDetector(int number) throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "tocsin.detector.Detector");
        builder.environment()
                .putAll(
                        Map.of(
                                "TOCSIN_BOOTSTRAP_SERVERS",
                                tocsin.kafka().bootstrapServers(),
                                "TOCSIN_SCHEMA_REGISTRY_URL",
                                tocsin.registryUrl().toString(),
                                "TOCSIN_HTTP_PORT",
                                "0",
                                "TOCSIN_STATE_DIR",
                                folder.resolve("detector-" + number).toString()));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("detector-" + number + ".log").toFile())
                .start();
    }

    /// The member that is new, once it has its share of the partitions.
    private MemberDescription awaitMember(Collection<String> before)
            throws InterruptedException, ExecutionException {
        var members =
                await(found ->
                        found.size() == before.size() + 1
                                && found.stream().allMatch(one -> metrics(one).size() == 2));
        return members.stream()
                .filter(member -> !before.contains(member.consumerId()))
                .findFirst()
                .orElseThrow();
    }

    private Collection<MemberDescription> await(Predicate<Collection<MemberDescription>> expected)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var members = members();
            if (expected.test(members)) {
                return members;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        throw new IllegalStateException("the group of detectors is " + members());
    }

    private Collection<MemberDescription> members()
            throws InterruptedException, ExecutionException {
        var group = tocsin.kafka().group("detector");
        var described = admin.describeConsumerGroups(List.of(group)).all().get();
        return Objects.requireNonNull(described.get(group)).members();
    }

    private static int partitionOf(MemberDescription member) {
        return metrics(member).stream().mapToInt(TopicPartition::partition).min().orElseThrow();
    }

    private static Set<TopicPartition> metrics(MemberDescription member) {
        return member.assignment().topicPartitions().stream()
                .filter(one -> one.topic().endsWith(Topics.METRICS.name()))
                .collect(Collectors.toSet());
    }

    private static void print(String how, double[] seconds) {
        var sorted = Arrays.stream(seconds).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: median %.2f s, worst %.2f s of %d, from the end of a detector to the page%n",
                how,
                sorted[sorted.length / 2],
                sorted[sorted.length - 1],
                sorted.length);
    }
}
