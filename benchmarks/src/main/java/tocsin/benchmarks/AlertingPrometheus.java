package tocsin.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A genuine Prometheus that scrapes the counters of each service as a target of its own, and
/// evaluates a rule for each in a group of its own, all every 15 s: so each has phases of its own.
final class AlertingPrometheus implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Outages truth;
    private final HttpServer exporter;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI alerts;

    private AlertingPrometheus(Outages truth, HttpServer exporter, Process process, int port) {
        this.truth = truth;
        this.exporter = exporter;
        this.process = process;
        alerts = URI.create("http://127.0.0.1:" + port + "/api/v1/alerts");
    }

    /// Where it is installed.
    static Optional<Path> installed() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static AlertingPrometheus start(Path program, Path folder, Outages truth) throws IOException {
        Files.createDirectories(folder);
        var exporter =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        exporter.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var rules = Files.writeString(folder.resolve("rules.yml"), rules(truth));
        var config =
                Files.writeString(
                        folder.resolve("prometheus.yml"),
                        """
                        global: {scrape_interval: 15s, evaluation_interval: 15s}
                        rule_files: ['%s']
                        scrape_configs:
                        %s
                        """
                                .formatted(rules, targets(truth, exporter.getAddress().getPort())));
        int port = DetectorReplay.freePort();
        var process =
                new ProcessBuilder(
                                program.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("prometheus.log").toFile())
                        .start();
        var started = new AlertingPrometheus(truth, exporter, process, port);
        exporter.createContext("/", started::scrape);
        exporter.start();
        return started;
    }

    private static String rules(Outages truth) {
        return IntStream.range(0, truth.services())
                .mapToObj(service ->
                        """
                          - name: s%1$d
                            rules:
                              - alert: Burns
                                expr: >-
                                  %2$s and on() %3$s
                                labels: {service: s%1$d}
                        """
                                .formatted(
                                        service,
                                        above(service, Outages.LONG),
                                        above(service, Outages.SHORT)))
                .collect(Collectors.joining("", "groups:\n", ""));
    }

    private static String above(int service, long window) {
        return "(sum(rate(bad_total{job=\"s%1$d\"}[%2$ds])) / sum(rate(all_total{job=\"s%1$d\"}[%2$ds])) > %3$s)"
                .formatted(service, window / 1_000, Outages.RATIO);
    }

    private static String targets(Outages truth, int port) {
        return IntStream.range(0, truth.services())
                .mapToObj(service ->
                        """
                          - job_name: s%1$d
                            metrics_path: /%1$d
                            static_configs: [{targets: ['127.0.0.1:%2$d']}]
                        """
                                .formatted(service, port))
                .collect(Collectors.joining());
    }

    private void scrape(HttpExchange exchange) throws IOException {
        int service = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        long now = System.currentTimeMillis();
        var body =
                "# TYPE all_total counter\nall_total %d\n# TYPE bad_total counter\nbad_total %d\n"
                        .formatted(truth.total(service, now), truth.bad(service, now))
                        .getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /// Notes the time of the services whose alert fires and had none so far.
    void look(long[] seen) throws InterruptedException {
        try {
            var answer = http.send(HttpRequest.newBuilder(alerts).build(), BodyHandlers.ofString());
            long now = System.currentTimeMillis();
            for (JsonNode alert : JSON.readTree(answer.body()).at("/data/alerts")) {
                int service = Integer.parseInt(alert.at("/labels/service").asString().substring(1));
                if (alert.path("state").asString().equals("firing") && seen[service] == 0) {
                    seen[service] = now;
                }
            }
        } catch (IOException e) {
            // It has not come up yet.
        }
    }

    @Override
    public void close() {
        exporter.stop(0);
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
