package tocsin.responder.remediation;

import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A service whose deployments break it, the rules, a key, and everything that was decided.
public final class Remedies {
    public static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    public static final String INCIDENT = "checkout-1";

    /// Shop needs checkout, and web needs shop.
    private static final Rulebook SERVICES =
            Rulebook.of(
                    new DefinitionSet(
                            7,
                            "d",
                            Instant.EPOCH,
                            List.of(service("shop", "checkout"), service("web", "shop"))));

    private final KeyPair pair = newKey();
    private final List<Fact> facts = new ArrayList<>();
    private RemediationState state = RemediationState.of("checkout");
    private Instant now = NINE;
    private Optional<String> stopped = Optional.empty();
    private boolean destructive;
    private boolean undoable = true;
    private Mode mode = Mode.APPROVE;
    private List<RemediationPolicy.PreApproved> preApproved = List.of();
    private String version = "2.13.2";
    private int actions;

    public void destructive() {
        destructive = true;
    }

    public void notUndoable() {
        undoable = false;
    }

    public void auto(Severity severity) {
        mode = Mode.AUTO;
        preApproved =
                List.of(
                        new RemediationPolicy.PreApproved(
                                "roll-back", Set.of("checkout"), Set.of(severity)));
    }

    public void observe() {
        mode = Mode.OBSERVE;
    }

    public void version(String previous) {
        version = previous;
    }

    public void stop(String reason) {
        stopped = Optional.of(reason);
    }

    public void goOn() {
        stopped = Optional.empty();
    }

    public void wait(Duration time) {
        now = now.plus(time);
    }

    public Instant now() {
        return now;
    }

    /// A SEV-2 soon after a deployment.
    public void outage() {
        outage(INCIDENT);
    }

    public void outage(String incident) {
        tell(
                new Input.Deployed(
                        new Deployment("run-1", now, now, false, "2.14.0", version, "pipeline")));
        tell(new Input.Opened(incident, now, Severity.SEV2));
        tell(new Input.Fired(incident, "breach/b1", true));
    }

    /// The newest one runs and fails.
    public void end() {
        executed(Input.Result.STARTED);
        executed(Input.Result.FAILED);
    }

    public void executed(Input.Result result) {
        tell(new Input.Executed(run().id(), false, result, ""));
    }

    public void undone(Input.Result result) {
        tell(new Input.Executed(run().id(), true, result, ""));
    }

    public String tell(Input input) {
        var decision = RemediationDecision.decide(state, input, now, rules());
        state = decision.state();
        facts.addAll(decision.facts());
        return decision.facts().isEmpty() ? "" : reason();
    }

    /// Somebody wants the action proposed.
    public String ask(String person, String request, Map<String, String> parameters) {
        return tell(
                new Input.Asked(
                        request, INCIDENT, "roll-back", parameters, person, "it is the release"));
    }

    public String tell(Approval approval) {
        return tell(new Input.Approved(approval, INCIDENT));
    }

    public String approve(String person) {
        return tell(signed(person, run()));
    }

    public String approve(String person, String remediation) {
        var other = signed(person, run());
        return tell(
                sign(
                        new Approval(
                                other.action(),
                                remediation,
                                other.hash(),
                                other.revision(),
                                person,
                                now,
                                other.validUntil(),
                                other.key(),
                                "")));
    }

    public Approval signed(String person, Run seen) {
        return sign(
                new Approval(
                        "action-" + ++actions,
                        seen.id(),
                        seen.proposal().hash(),
                        seen.revision(),
                        person,
                        now,
                        now.plus(Duration.ofMinutes(15)),
                        Keys.id(pair.getPublic()),
                        ""));
    }

    public Approval sign(Approval approval) {
        return approval.signedBy(pair.getPrivate());
    }

    public Keys keys() {
        return Keys.of(List.of(pair.getPublic()));
    }

    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /// The newest one.
    public Run run() {
        return state.runs().getLast();
    }

    public RemediationState state() {
        return state;
    }

    public List<Fact> facts() {
        return facts;
    }

    public List<State> states() {
        return facts.stream()
                .filter(Fact.Moved.class::isInstance)
                .map(fact -> ((Fact.Moved) fact).run().state())
                .toList();
    }

    /// Of the newest fact.
    public String reason() {
        return switch (facts.getLast()) {
            case Fact.Moved moved -> moved.reason();
            case Fact.Refused refused -> refused.reason();
        };
    }

    public Rules rules() {
        return new Rules(catalogue(), keys(), stopped);
    }

    public Catalogue catalogue() {
        var policy = new RemediationPolicy("default", mode, 3, Duration.ofMinutes(15), preApproved);
        return new Catalogue(7, List.of(action()), policy, List.of(), SERVICES, List.of());
    }

    private Action action() {
        return new Action(
                "roll-back",
                "Roll back",
                new Trigger(Duration.ofMinutes(30), Map.of()),
                Set.of(Severity.SEV1, Severity.SEV2),
                Set.of(),
                "{service}",
                Map.of("to", "{previousVersion}", "from", "{version}"),
                Risk.MEDIUM,
                destructive,
                "",
                "",
                "it is well again",
                "deploy {version}",
                new Execution(
                        mode,
                        deploy("to"),
                        undoable ? deploy("from") : null,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15)));
    }

    private static Document service(String name, String needs) {
        var json = "{\"spec\": {\"dependsOn\": [\"%s\"]}}".formatted(needs);
        return new Document("Service", name, JsonMapper.shared().readTree(json));
    }

    private static Step deploy(String parameter) {
        return new Step.Command(
                List.of("/opt/deploy", "{service}", "{parameter." + parameter + "}"));
    }

    private static KeyPair newKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
