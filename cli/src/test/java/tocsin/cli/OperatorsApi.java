package tocsin.cli;

import io.javalin.config.JavalinConfig;

import tocsin.responder.Defaults;
import tocsin.responder.api.ActionLog;
import tocsin.responder.api.ActionRoutes;
import tocsin.responder.api.ApprovalLog;
import tocsin.responder.api.ApprovalRoutes;
import tocsin.responder.api.BudgetRoutes;
import tocsin.responder.api.DefinitionLog;
import tocsin.responder.api.DefinitionRoutes;
import tocsin.responder.api.DeliveryModel;
import tocsin.responder.api.DeliveryRoutes;
import tocsin.responder.api.DeployGateRoutes;
import tocsin.responder.api.EventRoutes;
import tocsin.responder.api.IncidentModel;
import tocsin.responder.api.IncidentRoutes;
import tocsin.responder.api.OnCallRoutes;
import tocsin.responder.api.ProposalRoutes;
import tocsin.responder.api.RemediationModel;
import tocsin.responder.api.RemediationRoutes;
import tocsin.responder.api.ServiceRoutes;
import tocsin.responder.api.SilenceLog;
import tocsin.responder.api.SilenceRoutes;
import tocsin.responder.api.StopLog;
import tocsin.responder.api.StopRoutes;
import tocsin.responder.api.WhyRoutes;
import tocsin.responder.budget.Budget;
import tocsin.responder.budget.Budgets;
import tocsin.responder.incident.Decision;
import tocsin.responder.incident.Input;
import tocsin.responder.incident.Page;
import tocsin.responder.incident.RecordedFact;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Severity;
import tocsin.responder.policy.Silence;
import tocsin.responder.policy.Silences;
import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Freezes;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.Proposal;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;
import tocsin.schemas.Topics;

import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The operators' API with all its routes over HTTP, and behind them the responder's rules for one
/// service that has an incident, in memory.
final class OperatorsApi implements AutoCloseable {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    static {
        // Only classes of known topics are trusted when records are read; a service knows all.
        if (Topics.ALL.isEmpty()) {
            throw new AssertionError("there are no topics");
        }
    }

    private final IncidentModel incidents = new IncidentModel();
    private final RemediationModel remediations = new RemediationModel();
    private final DeliveryModel deliveries = new DeliveryModel();
    private final Freezes freezes = new Freezes();
    private final Budgets budgets = new Budgets();
    private final MemorySilences silences = new MemorySilences();

    /// One for all tests: it asks brokers that are not there, and takes its time to close.
    private static final Platform PLATFORM =
            new Platform(
                    new KafkaConfig(
                            "127.0.0.1:1",
                            List.of(URI.create("http://127.0.0.1:1")),
                            "test.",
                            Map.of()));

    private final HttpServer server;
    private ServiceState state = ServiceState.of("checkout");
    private boolean answering = true;
    private Iterator<String> ids = List.<String>of().iterator();

    OperatorsApi() {
        server = serve(HttpServer.Config.loopback(0));
        tell(
                new Input.BreachChanged(
                        "b",
                        NINE,
                        List.of(new Input.Facet("PAGE_FAST", 20)),
                        "t",
                        "e",
                        Map.of("service", "checkout")));
        var page = state.open().getFirst().pages().getFirst();
        deliver(page, DeliveryKind.QUEUED, 0);
        deliver(page, DeliveryKind.STARTED, 1);
        deliver(page, DeliveryKind.RETRY, 1);
        remediations.read(remediation(RemediationKind.OBSERVED, ""));
        freezes.read("checkout", "availability", 1);
        budgets.read(
                "checkout",
                new Budget(
                        "availability",
                        NINE,
                        Duration.ofDays(30),
                        NINE.minus(Duration.ofDays(4)),
                        0.5,
                        900,
                        1_000,
                        200,
                        0.5,
                        new Budget.Burn(Duration.ofHours(1), 15),
                        Duration.ZERO,
                        true));
    }

    /// Serves the same on another listener.
    HttpServer serve(HttpServer.Config config) {
        var definitions = Definitions.always(set());
        var clock = InstantSource.fixed(NINE);
        var actionRoutes =
                new ActionRoutes(
                        incidents, this::append, this::nextId, clock, Duration.ofMillis(50));
        var routes =
                List.<Consumer<JavalinConfig>>of(
                        new IncidentRoutes(incidents)::addTo,
                        new EventRoutes(InstantSource.system(), Duration.ofMillis(100))::addTo,
                        new DeliveryRoutes(incidents, deliveries)::addTo,
                        new WhyRoutes(incidents, definitions, Silences.NONE)::addTo,
                        new ServiceRoutes(incidents, freezes, budgets, definitions, clock)::addTo,
                        new BudgetRoutes(budgets)::addTo,
                        actionRoutes::addTo,
                        new SilenceRoutes(silences, incidents, definitions, () -> "s", clock)
                                ::addTo,
                        new OnCallRoutes(definitions, clock)::addTo,
                        new DeployGateRoutes(incidents, freezes, definitions, clock)::addTo,
                        new DefinitionRoutes(new MemoryLog(), "", clock)::addTo,
                        new RemediationRoutes(remediations)::addTo,
                        new ApprovalRoutes(
                                        remediations,
                                        new Approvals(),
                                        this::nextId,
                                        clock,
                                        Duration.ofMillis(50))
                                ::addTo,
                        new ProposalRoutes(
                                        incidents,
                                        remediations,
                                        new Approvals(),
                                        this::nextId,
                                        Duration.ofMillis(50))
                                ::addTo,
                        new StopRoutes(new Switch())::addTo);
        return HttpServer.start(
                config, PLATFORM, javalin -> routes.forEach(route -> route.accept(javalin)));
    }

    /// Without tokens.
    HttpServer server() {
        return server;
    }

    /// The id of the incident.
    String incident() {
        return state.open().getFirst().id();
    }

    int revision() {
        return state.open().getFirst().revision();
    }

    /// Whether the log answers actions.
    void answer(boolean does) {
        answering = does;
    }

    /// The ids of the next actions; later ones are `a`.
    void ids(String... next) {
        ids = List.of(next).iterator();
    }

    private String nextId() {
        return ids.hasNext() ? ids.next() : "a";
    }

    @Override
    public void close() {
        server.close();
    }

    private void append(ActionLog.Action action) {
        if (answering) {
            tell(
                    new Input.Acted(
                            action.id(),
                            action.act(),
                            action.incident(),
                            NINE,
                            action.actor(),
                            action.note(),
                            action.until(),
                            action.severity().isEmpty()
                                    ? null
                                    : Severity.valueOf(action.severity()),
                            action.revision()));
        }
    }

    private void tell(Input input) {
        var rulebook = Rulebook.of(set());
        for (var fact : Decision.decide(state, input, NINE, rulebook)) {
            state = state.apply(fact);
            incidents.read(
                    new RecordedFact(
                            "checkout",
                            state.sequence(),
                            NINE,
                            1,
                            new RecordedFact.Origin("breaches", 0, 0, "", null),
                            fact));
        }
    }

    /// What the notifier tells of a page.
    private void deliver(Page page, DeliveryKind kind, int attempt) {
        deliveries.read(
                DeliveryEvent.newBuilder()
                        .setEnvelope(Envelope.newBuilder().setId("d" + kind).setAt(NINE).build())
                        .setKind(kind)
                        .setService("checkout")
                        .setIncident(incident())
                        .setPage(page.id())
                        .setTarget(page.target())
                        .setChannel(attempt == 0 ? "" : "console")
                        .setAttempt(attempt)
                        .setUntil(kind == DeliveryKind.RETRY ? NINE.plusSeconds(5) : null)
                        .setReason(kind == DeliveryKind.RETRY ? "HTTP 503" : "")
                        .build());
    }

    private static RemediationCommand remediation(RemediationKind kind, String action) {
        return RemediationCommand.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId("r1/" + kind).setAt(NINE).build())
                .setKind(kind)
                .setAction(action)
                .setService("checkout")
                .setIncident("checkout-1")
                .setRemediation("r1")
                .setProposal(
                        Proposal.newBuilder()
                                .setAction("roll-back")
                                .setTarget("checkout")
                                .setParameters(Map.of("to", "2.13.2"))
                                .setPlan("{}")
                                .setRisk("MEDIUM")
                                .setExpiresAt(NINE)
                                .build())
                .build();
    }

    private static DefinitionSet set() {
        var documents = new ArrayList<>(Defaults.documents());
        documents.add(document("Person", "one", "{\"spec\": {\"channels\": [\"console\"]}}"));
        documents.add(
                document(
                        "Schedule",
                        "desk",
                        """
                        {"spec": {"timeZone": "Europe/Vienna", "layers": [
                          {"start": "2026-01-05T09:00", "every": "1w", "members": ["one"]}]}}
                        """));
        return new DefinitionSet(1, "digest", Instant.EPOCH, documents);
    }

    private static Document document(String kind, String name, String json) {
        return new Document(kind, name, JsonMapper.shared().readTree(json));
    }

    private static final class MemoryLog implements DefinitionLog {
        private DefinitionSet newest = set();

        @Override
        public DefinitionSet newest() {
            return newest;
        }

        @Override
        public void write(DefinitionSet written, String appliedBy) {
            newest = written;
        }
    }

    private static final class MemorySilences implements SilenceLog {
        private final List<Silence> kept = new ArrayList<>();

        @Override
        public List<Silence> all() {
            return List.copyOf(kept);
        }

        @Override
        public void write(Silence silence) {
            kept.add(silence);
        }

        @Override
        public void remove(String id, String author, Instant from) {
            kept.removeIf(silence -> silence.id().equals(id));
        }
    }

    /// Takes every word for the last.
    private final class Approvals implements ApprovalLog {
        @Override
        public Optional<String> hindrance() {
            return Optional.empty();
        }

        @Override
        public void approve(Approval approval, String service, String incident) {
            remediations.read(remediation(RemediationKind.APPROVED, approval.action()));
        }

        @Override
        public void decline(Refusal refusal) {
            remediations.read(remediation(RemediationKind.REJECTED, refusal.id()));
        }

        @Override
        public void propose(Request request) {
            var wanted =
                    RemediationCommand.newBuilder(
                                    remediation(RemediationKind.AWAITING_APPROVAL, request.id()))
                            .setRemediation(
                                    tocsin.responder.remediation.Proposal.idOf(
                                            request.incident(), request.action(), request.id()));
            wanted.getProposalBuilder().setRequester(request.actor());
            remediations.read(wanted.build());
        }
    }

    private static final class Switch implements StopLog {
        private Optional<Stop> current = Optional.empty();

        @Override
        public Optional<Stop> current() {
            return current;
        }

        @Override
        public void stop(String actor, String reason) {
            current = Optional.of(new Stop(actor, reason, NINE));
        }

        @Override
        public void resume(String actor) {
            current = Optional.empty();
        }
    }
}
