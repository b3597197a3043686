package tocsin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A real Prometheus: scrapes an exporter every second, judges one rule, writes its samples and
/// sends its alerts.
final class PrometheusServer implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final int port;

    private PrometheusServer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /// Where it is installed.
    static Optional<Path> installed() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// @param job name of the scrape job; the rule watches it
    /// @param service label of the alert
    /// @param pending how long the rule has to hold before it fires
    /// @param writeUrl where samples are written
    /// @param alertmanager host:port that alerts are sent to
    static PrometheusServer start(
            Path folder,
            String job,
            String service,
            String pending,
            int exporterPort,
            String writeUrl,
            String alertmanager) {
        try {
            Files.createDirectories(folder);
            var rules =
                    Files.writeString(
                            folder.resolve("rules.yml"),
                            """
                            groups:
                              - name: shop
                                rules:
                                  - alert: HighErrorRate
                                    expr: >-
                                      sum(rate(http_requests_total{job="%s",code="500"}[10s]))
                                      / sum(rate(http_requests_total{job="%s"}[10s])) > 0.3
                                    for: %s
                                    labels: {severity: critical, service: %s}
                                    annotations: {summary: most requests fail}
                            """
                                    .formatted(job, job, pending, service));
            var config =
                    Files.writeString(
                            folder.resolve("prometheus.yml"),
                            """
                            global: {scrape_interval: 1s, evaluation_interval: 1s}
                            rule_files: ['%s']
                            scrape_configs:
                              - job_name: %s
                                metrics_path: /%s
                                static_configs: [{targets: ['127.0.0.1:%d']}]
                            remote_write:
                              - url: %s/api/v1/write
                                queue_config: {batch_send_deadline: 1s, min_backoff: 100ms, max_backoff: 1s}
                            alerting:
                              alertmanagers: [{static_configs: [{targets: ['%s']}]}]
                            """
                                    .formatted(
                                            rules, job, job, exporterPort, writeUrl, alertmanager));
            int port = Ports.free();
            var log = folder.resolve("prometheus.log");
            var process =
                    new ProcessBuilder(
                                    installed().orElseThrow().toString(),
                                    "--config.file=" + config,
                                    "--storage.tsdb.path=" + folder.resolve("data"),
                                    "--web.listen-address=127.0.0.1:" + port)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            return new PrometheusServer(process, log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The value of one of its own metrics, summed over its series.
    double metric(String name) throws IOException, InterruptedException {
        return metric("http://127.0.0.1:" + port + "/metrics", name);
    }

    /// The value of a metric at a URL, summed over its series.
    static double metric(String url, String name) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var body =
                    http.send(
                                    HttpRequest.newBuilder(URI.create(url)).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            return body.lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }
    }

    String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /// Stops it in order: what it has scraped is written first.
    void stop() {
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
