package tocsin.benchmarks;

import com.sun.management.OperatingSystemMXBean;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

import tocsin.cli.Installation;
import tocsin.notifier.NotifierConfig;
import tocsin.notifier.channel.Secret;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.Envelope;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.Message;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import tools.jackson.databind.json.JsonMapper;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// From a command appended to `escalations` to the request at a provider, and how many pages a
/// second one notifier delivers when each provider takes 50 ms to answer. The whole installation
/// runs in the same JVM.
///
/// ```
/// Deliveries [idle commands = 500] [seconds of load = 40] [providers = 4]
/// ```
///
/// The first fifth of each part warms up and is not counted.
public final class Deliveries {
    private static final Duration PROVIDER = Duration.ofMillis(50);
    private static final int OUTSTANDING = 1_000;
    private static final int SERVICES = 64;
    private static final long MEGABYTE = 1L << 20;

    private final SlowProvider provider;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<EscalationCommand> serializer;
    private final int channels;
    private int number;

    private Deliveries(
            SlowProvider provider,
            Producer<byte[], byte[]> producer,
            Serializer<EscalationCommand> serializer,
            int channels) {
        this.provider = provider;
        this.producer = producer;
        this.serializer = serializer;
        this.channels = channels;
    }

    static void main(String[] arguments) throws Exception {
        int commands = argument(arguments, 0, 500);
        int seconds = argument(arguments, 1, 40);
        int channels = argument(arguments, 2, 4);
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try (var provider = new SlowProvider(PROVIDER);
                var tocsin = Installation.start(plan(folder, provider, channels), () -> {});
                var producer =
                        new KafkaProducer<>(
                                tocsin.kafka().producer("benchmark"),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            var serdes =
                    ValueSerdes.own(
                            tocsin.kafka().prefix(),
                            new HttpSchemaRegistry(tocsin.kafka().registries()));
            var serializer = serdes.of(Topics.ESCALATIONS).serializer();
            var run = new Deliveries(provider, producer, serializer, channels);
            run.idle(commands);
            run.load(Duration.ofSeconds(seconds));
        } finally {
            Folders.delete(folder);
        }
        System.exit(0);
    }

    private static int argument(String[] arguments, int index, int absent) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : absent;
    }

    /// One command at a time.
    private void idle(int commands) throws Exception {
        var random = new Random(1);
        var millis = new double[commands];
        for (int i = 0; i < commands; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(60)));
            var page = append();
            long appended = System.nanoTime();
            millis[i] = (provider.awaitRequest(page) - appended) / 1e6;
        }
        var counted = Arrays.copyOfRange(millis, commands / 5, commands);
        Arrays.sort(counted);
        System.out.printf(
                Locale.ROOT,
                "%nidle, %d commands: p50 %.1f ms, p99 %.1f ms, worst %.1f ms from command"
                        + " appended to request received%n",
                counted.length,
                counted[counted.length / 2],
                counted[(int) (counted.length * 0.99)],
                counted[counted.length - 1]);
    }

    /// So many commands that a thousand always wait.
    private void load(Duration time) throws Exception {
        provider.forget();
        long begun = System.nanoTime();
        long warm = begun + time.toNanos() / 5;
        long end = begun + time.toNanos();
        long countedFrom = 0;
        long countedSince = 0;
        double cpu = 0;
        var heap = new TreeMap<Long, Long>();
        long before = provider.answered();
        long first = number;
        for (long now = begun; now < end; now = System.nanoTime()) {
            if (number - first - (provider.answered() - before) < OUTSTANDING) {
                send();
            } else {
                LockSupport.parkNanos(200_000);
            }
            if (countedSince == 0 && now > warm) {
                countedSince = now;
                countedFrom = provider.answered();
                cpu = cpuMillis();
                heap.put(provider.answered(), usedMegabytes());
            }
        }
        long delivered = provider.answered() - countedFrom;
        double seconds = (System.nanoTime() - countedSince) / 1e9;
        cpu = cpuMillis() - cpu;
        heap.put(provider.answered(), usedMegabytes());
        System.out.printf(
                Locale.ROOT,
                "load, %d providers of %d ms: %,.0f deliveries/s over %.0f s; %.2f ms of"
                        + " processor each, broker and provider included; heap in use by deliveries"
                        + " so far, in MB: %s%n",
                channels,
                PROVIDER.toMillis(),
                delivered / seconds,
                seconds,
                cpu / delivered,
                heap);
    }

    private static double cpuMillis() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
                / 1e6;
    }

    private static long usedMegabytes() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
    }

    /// Appends a command and waits until it is safe.
    ///
    /// @return its page
    private String append() throws InterruptedException, ExecutionException {
        var record = command();
        producer.send(record).get();
        return "page-" + (number - 1);
    }

    private void send() {
        var _ = producer.send(command());
    }

    private ProducerRecord<byte[], byte[]> command() {
        int page = number++;
        var service = "service-" + page % SERVICES;
        var topic = Topics.ESCALATIONS.name(Topics.DEFAULT_PREFIX);
        var now = Instant.now();
        var command =
                EscalationCommand.newBuilder()
                        .setEnvelope(Envelope.newBuilder().setId("page-" + page).setAt(now).build())
                        .setKind(EscalationKind.PAGE)
                        .setService(service)
                        .setIncident(service + "-" + page)
                        .setPage("page-" + page)
                        .setTarget("on-call-" + page)
                        .setChannels(List.of("phone" + page % channels))
                        .setValidUntil(now.plus(Duration.ofHours(1)))
                        .setMessage(
                                Message.newBuilder()
                                        .setSeverity("SEV2")
                                        .setTitle(service + " burns its error budget too fast")
                                        .setEvidence("4.1 % of 12,000 requests failed")
                                        .setStatus("open, nobody has acknowledged")
                                        .setReason("first on call")
                                        .setOpenedAt(now)
                                        .setLinks(Map.of())
                                        .build())
                        .build();
        return new ProducerRecord<>(
                topic,
                service.getBytes(StandardCharsets.UTF_8),
                serializer.serialize(topic, command));
    }

    private static Installation.Plan plan(Path folder, SlowProvider provider, int channels) {
        var documents = new ArrayList<Document>();
        var secrets = new TreeMap<String, Secret>();
        for (int i = 0; i < channels; i++) {
            var name = "phone" + i;
            var body =
                    """
                    {"apiVersion": "tocsin.dev/v1", "kind": "Channel", "metadata": {"name": "%s"},
                     "spec": {"type": "webhook", "url": "%s"}}
                    """
                            .formatted(name, provider.url());
            documents.add(new Document("Channel", name, JsonMapper.shared().readTree(body)));
            secrets.put(name, new Secret("benchmark"));
        }
        return new Installation.Plan(
                folder.resolve("data"),
                Installation.PortPlan.free(),
                documents,
                Duration.ofSeconds(10),
                new NotifierConfig(secrets, System.out),
                System.out::println);
    }
}
