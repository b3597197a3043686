package tocsin.responder;

import io.micrometer.core.instrument.Gauge;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.Topology;

import tocsin.responder.api.Acting;
import tocsin.responder.api.ActionRoutes;
import tocsin.responder.api.ApprovalRoutes;
import tocsin.responder.api.BudgetRoutes;
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
import tocsin.responder.api.SilenceRoutes;
import tocsin.responder.api.StopRoutes;
import tocsin.responder.api.WhyRoutes;
import tocsin.responder.budget.Budgets;
import tocsin.responder.callback.AnswerRoutes;
import tocsin.responder.callback.CallbackConfig;
import tocsin.responder.callback.Callbacks;
import tocsin.responder.policy.Severity;
import tocsin.responder.remediation.Freezes;
import tocsin.responder.remediation.Keys;
import tocsin.runtime.ControlsView;
import tocsin.runtime.DefinitionsView;
import tocsin.runtime.HttpServer;
import tocsin.runtime.Main;
import tocsin.runtime.Platform;
import tocsin.runtime.StreamsApplication;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.Schemas;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.UUID;

/// Decides what is done about breaches and alerts, and serves the operators' API.
public final class Responder implements AutoCloseable {
    /// As a process of its own.
    public static final Main.Service SERVICE =
            new Main.Service(
                    "responder",
                    "Decides what is done about breaches and alerts, and serves the operators'"
                            + " API.",
                    settings -> {
                        var config = ResponderConfig.from(settings);
                        return (platform, onFatal) -> start(config, platform, onFatal);
                    });

    private static final Duration CATCH_UP = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_POLL_RECORDS = 200;
    private static final int COMMIT_MILLIS = 100;

    private final ResponderConfig config;
    private final Platform platform;

    /// What runs, newest first: the order to stop in.
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private String url = "";

    private Responder(ResponderConfig config, Platform platform) {
        this.config = config;
        this.platform = platform;
    }

    static void main(String[] arguments) {
        Main.run(SERVICE, arguments);
    }

    /// Starts a responder that runs until it is closed. Tests start it just as `main` does.
    ///
    /// @param onFatal called once it has given up
    public static Responder start(ResponderConfig config, Platform platform, Runnable onFatal) {
        var responder = new Responder(config, platform);
        try {
            responder.start(onFatal);
            return responder;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            responder.close();
            throw new IllegalStateException("interrupted while starting", e);
        } catch (RuntimeException e) {
            responder.close();
            throw e;
        }
    }

    /// The base URL of the operators' API.
    public String url() {
        return url;
    }

    private void start(Runnable onFatal) throws InterruptedException {
        if (config.approvalKey().filter(ApprovalKey::isExample).isPresent()) {
            throw new IllegalArgumentException(
                    "TOCSIN_APPROVAL_KEY is the example, which everybody knows; make one with"
                            + " openssl genpkey -algorithm ed25519");
        }
        prepareTopics();
        var definitions = closing(new DefinitionsView("responder", platform));
        demand(definitions.awaitCaughtUp(CATCH_UP), "definitions");
        var writer = new DefinitionWriter(platform, definitions);
        writer.writeBuiltInIfEmpty();
        var controls = closing(new ControlsView("responder", platform));
        demand(controls.awaitCaughtUp(CATCH_UP), "controls");
        var model = new IncidentModel();
        var remediations = new RemediationModel();
        var events = new EventRoutes(InstantSource.system());
        var views = new Views(platform);
        var view = closing(views.incidents(model, remediations, events));
        var open = new OpenIncidents(model, view::follows);
        demand(view.awaitCaughtUp(CATCH_UP), "incident-events");
        countOpen(model);
        var freezes = new Freezes();
        var budgets = new Budgets();
        var signals = closing(views.signals(new Signals(budgets, freezes)));
        demand(signals.awaitCaughtUp(CATCH_UP), "signals");
        var actions = closing(new ActionProducer(platform, config.approvalKey()));
        closing(
                new StreamsApplication(
                        "responder",
                        topology(definitions, controls, open),
                        platform.kafka()
                                .streams(
                                        "responder",
                                        config.stateDir(),
                                        MAX_POLL_RECORDS,
                                        COMMIT_MILLIS),
                        platform,
                        onFatal));
        var deliveries = new DeliveryModel();
        var _ = closing(views.deliveries(deliveries));
        var delivered = new DeliveryRoutes(model, deliveries);
        var incidents = new IncidentRoutes(model);
        var why = new WhyRoutes(model, definitions, Controls.of(controls));
        var acts =
                new ActionRoutes(
                        model,
                        actions,
                        () -> UUID.randomUUID().toString(),
                        InstantSource.system(),
                        PATIENCE);
        var definitionRoutes =
                new DefinitionRoutes(
                        writer, DefinitionWriter.builtInDigest(), InstantSource.system());
        var remediationRoutes = new RemediationRoutes(remediations);
        var gate = new DeployGateRoutes(model, freezes, definitions, InstantSource.system());
        var services =
                new ServiceRoutes(model, freezes, budgets, definitions, InstantSource.system());
        var budgetRoutes = new BudgetRoutes(budgets);
        var approvals =
                new ApprovalRoutes(
                        remediations,
                        actions,
                        () -> UUID.randomUUID().toString(),
                        InstantSource.system(),
                        PATIENCE);
        var proposals =
                new ProposalRoutes(
                        model, remediations, actions, () -> UUID.randomUUID().toString(), PATIENCE);
        var controlLog = closing(new ControlProducer(platform, controls));
        var stop = new StopRoutes(controlLog);
        var silences =
                new SilenceRoutes(
                        controlLog,
                        model,
                        definitions,
                        () -> UUID.randomUUID().toString(),
                        InstantSource.system());
        var onCall = new OnCallRoutes(definitions, InstantSource.system());
        url =
                closing(
                                HttpServer.start(
                                        config.http(),
                                        platform,
                                        javalin -> {
                                            incidents.addTo(javalin);
                                            delivered.addTo(javalin);
                                            events.addTo(javalin);
                                            why.addTo(javalin);
                                            services.addTo(javalin);
                                            budgetRoutes.addTo(javalin);
                                            acts.addTo(javalin);
                                            definitionRoutes.addTo(javalin);
                                            remediationRoutes.addTo(javalin);
                                            approvals.addTo(javalin);
                                            proposals.addTo(javalin);
                                            stop.addTo(javalin);
                                            gate.addTo(javalin);
                                            onCall.addTo(javalin);
                                            silences.addTo(javalin);
                                        }))
                        .url();
        // Closed before the server, which waits for what it answers.
        closing(events);
        config.callbacks().ifPresent(one -> listen(one, model, actions, definitions));
    }

    private void listen(
            CallbackConfig callbacks,
            IncidentModel model,
            ActionProducer actions,
            DefinitionsView definitions) {
        var acting = new Acting(model, actions, PATIENCE);
        var routes =
                new Callbacks(
                        callbacks.sources(),
                        acting,
                        definitions,
                        InstantSource.system(),
                        platform.meters());
        var links =
                callbacks
                        .links()
                        .map(key ->
                                new AnswerRoutes(key, acting, definitions, InstantSource.system()));
        var _ =
                closing(
                        HttpServer.bare(
                                callbacks.http(),
                                platform,
                                javalin -> {
                                    routes.addTo(javalin);
                                    links.ifPresent(one -> one.addTo(javalin));
                                }));
    }

    private void prepareTopics() throws InterruptedException {
        var kafka = platform.kafka();
        var topics = new ArrayList<Topic<?>>(ResponderTopology.SOURCES);
        topics.addAll(ResponderTopology.SINKS);
        topics.addAll(RemediationTopology.SOURCES);
        topics.add(Topics.SIGNALS);
        topics.add(Topics.DEFINITIONS);
        Schemas.registerAndLoad(platform.registry(), kafka.prefix(), topics);
        try (var admin = Admin.create(kafka.admin("responder-start"))) {
            int _ = TopicAdmin.servicePartitions(admin, kafka.prefix());
        }
    }

    private Topology topology(
            DefinitionsView definitions, ControlsView controls, OpenIncidents open) {
        return new ResponderTopology(
                        platform.serdes(),
                        definitions,
                        Controls.of(controls),
                        open,
                        StoreType.PERSISTENT,
                        config.publicUrl(),
                        RemediationGuard.of(
                                config.approvalKey().map(ApprovalKey::keys).orElse(Keys.NONE),
                                controls),
                        platform.meters(),
                        platform.traces())
                .get();
    }

    private void countOpen(IncidentModel model) {
        Gauge.builder("tocsin.drills.open", model, IncidentModel::drills)
                .description("Drills that are not over; no incidents")
                .register(platform.meters());
        for (var severity : Severity.values()) {
            Gauge.builder("tocsin.incidents.open", model, open -> open.open(severity))
                    .description("Incidents that are not resolved")
                    .tag("severity", severity.name())
                    .register(platform.meters());
        }
    }

    private <T extends AutoCloseable> T closing(T started) {
        running.addFirst(started);
        return started;
    }

    private static void demand(boolean caughtUp, String topic) {
        if (!caughtUp) {
            throw new IllegalStateException(
                    topic + " could not be read within " + CATCH_UP.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        Main.close(running.toArray(AutoCloseable[]::new));
        running.clear();
    }
}
