package tocsin.detector.slo;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A genuine Prometheus that has scraped all scenarios and answers what its rules would have said.
final class OraclePrometheus implements AutoCloseable {
    private static final long BEGIN = 1_767_600_000L;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Process server;

    private OraclePrometheus(int port, Process server) {
        this.port = port;
        this.server = server;
    }

    /// Where a Debian package puts a program.
    static Optional<Path> installed(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static OraclePrometheus start(Path folder, List<Scenario> scenarios) throws Exception {
        var series = folder.resolve("series.om");
        write(series, scenarios);
        var data = folder.resolve("data");
        var made =
                new ProcessBuilder(
                                installed("promtool").orElseThrow().toString(),
                                "tsdb",
                                "create-blocks-from",
                                "openmetrics",
                                series.toString(),
                                data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("promtool.log").toFile())
                        .start();
        if (made.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("promtool.log")));
        }
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var config = Files.writeString(folder.resolve("prometheus.yml"), "");
        var server =
                new ProcessBuilder(
                                installed("prometheus").orElseThrow().toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + data,
                                "--storage.tsdb.retention.time=100y",
                                "--web.listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("prometheus.log").toFile())
                        .start();
        var started = new OraclePrometheus(port, server);
        started.awaitReady();
        return started;
    }

    private static void write(Path file, List<Scenario> scenarios) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            for (var name : List.of("bad", "total")) {
                out.write("# TYPE " + name + " counter\n");
                for (int number = 0; number < scenarios.size(); number++) {
                    var scenario = scenarios.get(number);
                    var readings =
                            scenario.scraped(
                                    name.equals("bad") ? scenario.bad() : scenario.total());
                    for (int scrape = 0; scrape < readings.length; scrape++) {
                        if (readings[scrape] >= 0) {
                            out.write(
                                    "%s_total{scenario=\"%d\"} %d %d\n"
                                            .formatted(
                                                    name,
                                                    number,
                                                    readings[scrape],
                                                    BEGIN + (scrape + 1L) * Scenario.SCRAPE));
                        }
                    }
                }
            }
            out.write("# EOF\n");
        }
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline && server.isAlive()) {
            try {
                if (get("/-/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new IllegalStateException("Prometheus does not become ready");
    }

    /// Seconds at which a rule evaluated every 15 s fires, by scenario; what it is evaluated to
    /// does not matter, as with any alerting rule.
    Map<Integer, BitSet> firing(String expression) throws IOException, InterruptedException {
        var answer =
                get(
                        "/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
                                .formatted(
                                        URLEncoder.encode(expression, UTF_8),
                                        BEGIN + Scenario.SCRAPE,
                                        BEGIN + Scenario.SECONDS,
                                        Scenario.SCRAPE));
        var body = JsonMapper.shared().readTree(answer.body());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        var firing = new HashMap<Integer, BitSet>();
        for (var series : body.path("data").path("result")) {
            int scenario = Integer.parseInt(series.path("metric").path("scenario").asString());
            firing.put(scenario, seconds(series.path("values")));
        }
        return firing;
    }

    /// Whether an expression has a value at this second.
    boolean holds(String expression, int second) throws IOException, InterruptedException {
        var answer =
                get(
                        "/api/v1/query?query=%s&time=%d"
                                .formatted(URLEncoder.encode(expression, UTF_8), BEGIN + second));
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        return !JsonMapper.shared().readTree(answer.body()).at("/data/result").isEmpty();
    }

    private static BitSet seconds(JsonNode values) {
        var seconds = new BitSet(Scenario.SECONDS);
        for (var value : values) {
            seconds.set((int) (value.path(0).asLong() - BEGIN));
        }
        return seconds;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.destroyForcibly();
        http.close();
    }
}
