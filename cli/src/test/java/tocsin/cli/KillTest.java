package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.KafkaConfig;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topics;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// `kill -9` in the middle of an outage, at the worst moment: while the page is on its way and its
/// outcome is not known. The responder's disk is lost with it.
class KillTest {
    private static final Duration START = Duration.ofSeconds(240);
    private static final String UP = "Tocsin is up";

    @TempDir private Path folder;

    @Test
    void nothing_is_lost_or_doubled() throws Exception {
        int offset = freeOffset();
        var ports = Installation.PortPlan.standard(offset);
        var firstPage = new CompletableFuture<JsonNode>();
        try (var phone =
                PhoneReceiver.start(
                        folder.resolve("phone.ndjson"), LocalTocsin.SECRET, firstPage::complete)) {
            var config = Files.createDirectories(folder.resolve("config"));
            Files.writeString(
                    config.resolve("demo.yaml"),
                    LocalTocsin.demoDefinitions().replace("PHONE_URL", phone.url()));
            var traffic =
                    new Traffic(
                            "checkout",
                            Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.SECONDS));
            List<Integer> ids;
            try (var up = up(offset).awaitPrinted(UP, 1, START);
                    var ingest = new ApiClient("http://127.0.0.1:" + ports.ingest())) {
                ids = schemaIds(ports);
                assertTokensAreAskedFor(ports);
                var children = up.children();
                assertThat(children).as("the registry").isNotEmpty();
                var _ = firstPage.thenRun(up::kill);
                traffic.send(ingest, 60, 20);
                sendUntilDead(ingest, traffic, up);
                assertThat(up.isAlive()).isFalse();
                LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
                assertThat(children).as("10 s later").noneMatch(ProcessHandle::isAlive);
            }
            loseDisk(folder.resolve("data/state/responder"));
            try (var up = up(offset).awaitPrinted(UP, 2, START);
                    var ingest = new ApiClient("http://127.0.0.1:" + ports.ingest())) {
                assertThat(schemaIds(ports)).isEqualTo(ids);
                LocalTocsin.await(
                        "the page whose outcome was not known is sent again and accepted",
                        Duration.ofSeconds(30),
                        () -> deliveries(ports).contains(DeliveryKind.ACCEPTED));
                assertThat(deliveries(ports)).contains(DeliveryKind.OUTCOME_UNKNOWN);
                traffic.send(ingest, 90 - traffic.samples(), 0);
                traffic.send(ingest, 75, 20);
                // A slow machine is done long after the last sample: a service that says nothing
                // is over once the long window (2 min) has forgotten its outage.
                LocalTocsin.await(
                        "the phone hears that it is over",
                        Duration.ofSeconds(180),
                        () -> types().contains("resolved"));
                awaitFinalSignal(ports, traffic);
                assertThat(up.terminate(Duration.ofSeconds(20))).isEqualTo(143);
            }
        }
        assertOnePage();
    }

    /// What a service remembers is on the log; what it keeps on disk is a copy.
    private static void loseDisk(Path state) throws IOException {
        assertThat(state).isNotEmptyDirectory();
        try (var files = Files.walk(state)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void assertTokensAreAskedFor(Installation.PortPlan ports) {
        var url = "http://127.0.0.1:" + ports.api();
        var token = ApiToken.forUrl(url, Map.of(), folder.resolve("data"));
        try (var stranger = new ApiClient(url, "");
                var admin = new ApiClient(url, token)) {
            assertThat(stranger.get("/v1/incidents").status()).isEqualTo(401);
            assertThat(admin.get("/v1/incidents").status()).isEqualTo(200);
        }
    }

    /// Sends one second after the other, all failed, until the process is gone. The sample in
    /// flight then may have arrived or not; it is sent again later under the same id.
    private static void sendUntilDead(ApiClient ingest, Traffic traffic, TocsinProcess up) {
        while (traffic.samples() < 90 && up.isAlive()) {
            try {
                traffic.send(ingest, 1, 0);
            } catch (UserError e) {
                System.out.println("outcome not known: " + e.getMessage());
                break;
            }
        }
        LocalTocsin.await("the process is gone", Duration.ofSeconds(60), () -> !up.isAlive());
    }

    private static void awaitFinalSignal(Installation.PortPlan ports, Traffic traffic) {
        var kafka = kafka(ports);
        var reader = LocalTocsin.reader(kafka);
        var seen = new ArrayList<SignalPoint>();
        LocalTocsin.await(
                "good and total of the last signal are what was accepted: "
                        + traffic.good()
                        + " of "
                        + traffic.total(),
                Duration.ofSeconds(90),
                () -> {
                    seen.clear();
                    seen.addAll(reader.values(Topics.SIGNALS));
                    seen.removeIf(signal -> signal.getKind() != SignalKind.SLO);
                    var budget = seen.getLast().getBudget();
                    assertThat(budget.getTotal()).isLessThanOrEqualTo(traffic.total());
                    return budget.getGood() == traffic.good()
                            && budget.getTotal() == traffic.total();
                });
        var report = LogVerification.of(kafka);
        assertThat(report.differences()).isEmpty();
    }

    private void assertOnePage() {
        var pages =
                LocalTocsin.ledger(folder.resolve("phone.ndjson")).stream()
                        .filter(one -> one.path("type").asString().equals("page"))
                        .toList();
        var ids = new HashSet<>(pages.stream().map(one -> one.path("id").asString()).toList());
        System.out.println(pages.size() + " requests for " + ids.size() + " page");
        assertThat(ids).as("one notification id per step").hasSize(1);
        assertThat(pages).as("repeated once, since its outcome was not known").hasSize(2);
    }

    private static List<DeliveryKind> deliveries(Installation.PortPlan ports) {
        var kafka = kafka(ports);
        return LocalTocsin.reader(kafka).values(Topics.DELIVERIES).stream()
                .map(DeliveryEvent::getKind)
                .toList();
    }

    private List<String> types() {
        return LocalTocsin.ledger(folder.resolve("phone.ndjson")).stream()
                .map(one -> one.path("type").asString())
                .toList();
    }

    private TocsinProcess up(int offset) {
        return TocsinProcess.start(
                folder.resolve("up.log"),
                Map.of(
                        "TOCSIN_CHANNEL_PHONE_SECRET",
                        LocalTocsin.SECRET,
                        "TOCSIN_PRIVATE_RECEIVERS",
                        "127.0.0.1"),
                "up",
                "--port-offset",
                Integer.toString(offset),
                "--data",
                folder.resolve("data").toString(),
                "--config",
                folder.resolve("config").toString());
    }

    private static List<Integer> schemaIds(Installation.PortPlan ports) {
        var kafka = kafka(ports);
        var registry = new HttpSchemaRegistry(kafka.registries());
        return Topics.ALL.stream()
                .map(topic -> registry.versions(topic.subject(kafka.prefix())).getFirst().id())
                .toList();
    }

    private static KafkaConfig kafka(Installation.PortPlan ports) {
        return new KafkaConfig(
                "127.0.0.1:" + ports.kafka(),
                List.of(URI.create("http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7")),
                Topics.DEFAULT_PREFIX,
                Map.of());
    }

    /// An offset that moves all usual ports to free ones.
    private static int freeOffset() {
        for (int offset = 11_000; offset < 40_000; offset += 137) {
            var ports = Installation.PortPlan.standard(offset);
            if (List.of(ports.ingest(), ports.api(), ports.registry(), ports.kafka()).stream()
                    .allMatch(Ports::isFree)) {
                return offset;
            }
        }
        throw new AssertionError("no free ports");
    }
}
