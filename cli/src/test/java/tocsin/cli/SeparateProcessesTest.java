package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import tocsin.cli.SeparateProcesses.Service;
import tocsin.schemas.BreachKind;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.SignalKind;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Everything in processes of its own, killed one after the other while an outage comes and goes:
/// the walk completes, nothing accepted is lost, nobody is paged twice.
class SeparateProcessesTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private SeparateProcesses tocsin;
    private LiveTraffic traffic;

    @Test
    void the_walk_completes_whichever_is_killed() throws Exception {
        try (var phone =
                        PhoneReceiver.start(
                                folder.resolve("phone.ndjson"), LocalTocsin.SECRET, _ -> {});
                var processes = new SeparateProcesses(folder)) {
            tocsin = processes;
            assertThat(doctor()).isZero();
            apply(phone.url());
            try (var live = new LiveTraffic(processes.url(Service.INGEST))) {
                traffic = live;
                ingestIsKilledInTheCalm();
                notifierIsKilledWhenThePageIsDue();
                registryIsStoppedInTheOutage();
                responderIsKilledWhenItIsOver();
                detectorIsKilledInTheNextOutage();
                brokerIsKilledWhenThatIsOver();
                live.end();
                awaitFinalSignal();
            }
            assertThat(LogVerification.of(tocsin.kafka()).differences()).isEmpty();
        }
        assertThat(ids("page")).as("pages, each under an id of its own").hasSize(2);
        assertThat(types("page")).as("requests for them").hasSize(2);
    }

    private int doctor() {
        return new CommandLine(new DoctorCommand(tocsin.environment()))
                .execute(
                        "--ingest",
                        tocsin.url(Service.INGEST),
                        "--api",
                        tocsin.url(Service.RESPONDER));
    }

    /// The demo's definitions with shorter windows, so that all this takes minutes.
    private void apply(String phone) throws Exception {
        var config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                config.resolve("demo.yaml"),
                LocalTocsin.demoDefinitions()
                        .replace("PHONE_URL", phone)
                        .replace("long: 2m, short: 20s", "long: 40s, short: 5s")
                        .replace("clearFor: 10s", "clearFor: 2s")
                        .replace("minEpisode: 20s", "minEpisode: 5s"));
        try (var api = tocsin.client(Service.RESPONDER)) {
            var from =
                    Instant.parse(
                            api.apply(ConfigDirectory.read(config))
                                    .path("effectiveFrom")
                                    .asString());
            LocalTocsin.await("definitions", SOON, () -> Instant.now().isAfter(from));
        }
    }

    private void ingestIsKilledInTheCalm() {
        LocalTocsin.await("a signal", SOON, () -> !log(Topics.SIGNALS).isEmpty());
        int before = traffic.refusals();
        tocsin.kill(Service.INGEST);
        LocalTocsin.await("nobody answers", SOON, () -> traffic.refusals() > before);
        restart(Service.INGEST);
    }

    private void notifierIsKilledWhenThePageIsDue() {
        tocsin.kill(Service.NOTIFIER);
        traffic.fail(true);
        LocalTocsin.await("a page is ordered", SOON, () -> !log(Topics.ESCALATIONS).isEmpty());
        restart(Service.NOTIFIER);
        LocalTocsin.await("the phone rings", SOON, () -> types("page").size() == 1);
    }

    private void registryIsStoppedInTheOutage() {
        tocsin.stopRegistry();
        int before = traffic.refusals();
        tocsin.startRegistry();
        assertThat(traffic.refusals()).as("known schemas go on").isEqualTo(before);
    }

    private void responderIsKilledWhenItIsOver() {
        tocsin.kill(Service.RESPONDER);
        traffic.fail(false);
        LocalTocsin.await(
                "the breach is over",
                SOON,
                () -> log(Topics.BREACHES).getLast().getKind() == BreachKind.CLEARED);
        restart(Service.RESPONDER);
        LocalTocsin.await("resolved", SOON, () -> facts(IncidentEventKind.RESOLVED) == 1);
        LocalTocsin.await("the phone knows", SOON, () -> types("resolved").size() == 1);
    }

    private void detectorIsKilledInTheNextOutage() {
        tocsin.kill(Service.DETECTOR);
        traffic.fail(true);
        restart(Service.DETECTOR);
        LocalTocsin.await("the phone rings again", SOON, () -> types("page").size() == 2);
    }

    private void brokerIsKilledWhenThatIsOver() {
        traffic.fail(false);
        int before = traffic.refusals();
        tocsin.killBroker();
        LocalTocsin.await("ingest accepts nothing", SOON, () -> traffic.refusals() > before);
        tocsin.startBroker();
        for (var service : Service.values()) {
            tocsin.awaitReady(service);
        }
        LocalTocsin.await("resolved again", SOON, () -> facts(IncidentEventKind.RESOLVED) == 2);
    }

    private void awaitFinalSignal() {
        LocalTocsin.await(
                "the last signal says what was accepted",
                Duration.ofSeconds(90),
                () -> {
                    var signals =
                            log(Topics.SIGNALS).stream()
                                    .filter(signal -> signal.getKind() == SignalKind.SLO)
                                    .toList();
                    var budget = signals.getLast().getBudget();
                    assertThat(budget.getTotal()).isLessThanOrEqualTo(traffic.total());
                    return budget.getGood() == traffic.good()
                            && budget.getTotal() == traffic.total();
                });
    }

    private void restart(Service service) {
        tocsin.start(service);
        tocsin.awaitReady(service);
    }

    private long facts(IncidentEventKind kind) {
        return log(Topics.INCIDENT_EVENTS).stream().filter(fact -> fact.getKind() == kind).count();
    }

    private <T extends SpecificRecord> List<T> log(Topic<T> topic) {
        var kafka = tocsin.kafka();
        return LocalTocsin.reader(kafka).values(topic);
    }

    private List<String> ids(String type) {
        return types(type).stream().map(one -> one.path("id").asString()).distinct().toList();
    }

    private List<JsonNode> types(String type) {
        return LocalTocsin.ledger(folder.resolve("phone.ndjson")).stream()
                .filter(one -> one.path("type").asString().equals(type))
                .toList();
    }
}
