package tocsin.benchmarks;

import tocsin.cli.Installation;
import tocsin.cli.PhoneReceiver;
import tocsin.notifier.NotifierConfig;
import tocsin.notifier.channel.Secret;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// From a sample accepted to its page at a local webhook: one installation with everything in one
/// JVM, one service after the other fails.
///
/// ```
/// PageLatency [breaches = 250]
/// ```
///
/// The first fifth warms up and is not counted.
public final class PageLatency {
    private static final String SECRET = "benchmark and notifier share this";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<String> pages = new LinkedBlockingQueue<>();

    private PageLatency() {}

    static void main(String[] arguments) throws Exception {
        int breaches = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 250;
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try {
            print(new PageLatency().measure(folder, breaches));
        } finally {
            Folders.delete(folder);
        }
        System.exit(0);
    }

    private double[] measure(Path folder, int breaches) throws Exception {
        try (var phone =
                        PhoneReceiver.start(
                                folder.resolve("phone.ndjson"),
                                SECRET,
                                message -> pages.add(message.path("service").asString()));
                var tocsin = Installation.start(plan(folder, phone.url(), breaches), () -> {});
                var services = new QuickServices(tocsin.ingestUrl())) {
            var millis = new double[breaches];
            for (int number = 0; number < breaches; number++) {
                millis[number] = millisToPage(services, "p" + number);
            }
            return Arrays.copyOfRange(millis, breaches / 5, breaches);
        }
    }

    private static Installation.Plan plan(Path folder, String phone, int services) {
        var names = IntStream.range(0, services).mapToObj(number -> "p" + number).toList();
        return new Installation.Plan(
                folder.resolve("data"),
                Installation.PortPlan.free(),
                QuickServices.documents(URI.create(phone), names),
                Duration.ofSeconds(10),
                new NotifierConfig(Map.of("phone", new Secret(SECRET)), System.out),
                System.out::println);
    }

    private double millisToPage(QuickServices services, String service)
            throws IOException, InterruptedException {
        services.send(service, 30, 100);
        services.send(service, 0, 0);
        long accepted = System.nanoTime();
        var paged = pages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!service.equals(paged)) {
            throw new IllegalStateException("the page of " + service + " did not come: " + paged);
        }
        return (System.nanoTime() - accepted) / 1e6;
    }

    private static void print(double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%n%d breaches: p50 %.0f ms, p99 %.0f ms, worst %.0f ms from sample accepted to"
                        + " page%n",
                millis.length,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]);
    }
}
