package tocsin.responder.remediation;

import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the evidence speaks for. For each open incident every action is proposed once, as soon as
/// all that it takes is known, whichever is told first.
final class Evidence {
    private Evidence() {}

    static List<Fact> proposed(RemediationState state, Instant now, Rules rules) {
        var facts = new ArrayList<Fact>();
        var soFar = state;
        for (var incident : state.incidents()) {
            for (var wanted : wanted(state, incident, rules.catalogue())) {
                if (!incident.proposed().contains(wanted.action().name())) {
                    for (var fact : facts(soFar, incident, wanted, now, rules)) {
                        soFar = soFar.apply(fact, now);
                        facts.add(fact);
                    }
                }
            }
        }
        return facts;
    }

    /// An action and what speaks for it.
    private record Wanted(Action action, Found found) {}

    /// What a runbook says about a cause goes before what the action says of itself; of each action
    /// the first.
    private static Collection<Wanted> wanted(
            RemediationState state, OpenIncident incident, Catalogue catalogue) {
        var wanted = new LinkedHashMap<String, Wanted>();
        int tier = catalogue.services().rules(state.service()).tier();
        for (var runbook : catalogue.runbooks()) {
            runbook.speaks(state.service(), tier, incident)
                    .map(sentence -> new Found(sentence, values(state, incident)))
                    .ifPresent(found -> {
                        for (var binding : runbook.actions()) {
                            catalogue
                                    .action(binding.action())
                                    .filter(action -> action.isFor(state.service()))
                                    .map(action -> action.with(binding.parameters()))
                                    .ifPresent(action ->
                                            wanted.putIfAbsent(
                                                    action.name(), new Wanted(action, found)));
                        }
                    });
        }
        for (var action : catalogue.actions()) {
            found(state, incident, action.when())
                    .filter(_ -> action.isFor(state.service(), incident.severity()))
                    .ifPresent(
                            found -> wanted.putIfAbsent(action.name(), new Wanted(action, found)));
        }
        return wanted.values();
    }

    /// What speaks for an action.
    ///
    /// @param values what names in braces stand for; empty where it is not known
    private record Found(String sentence, Map<String, String> values) {}

    private static Optional<Found> found(
            RemediationState state, OpenIncident incident, Trigger when) {
        var within = when.deploymentWithin();
        if (within == null && when.labels().isEmpty()) {
            return Optional.empty();
        }
        var deployment =
                within == null || !incident.pages()
                        ? Optional.<Deployment>empty()
                        : state.lastDeployment(incident.openedAt(), within);
        var cause = incident.causeWith(when.labels());
        if ((within != null && deployment.isEmpty())
                || (!when.labels().isEmpty() && cause.isEmpty())) {
            return Optional.empty();
        }
        var sentences = new ArrayList<String>();
        deployment.ifPresent(one -> sentences.add(evidence(incident, one)));
        if (!when.labels().isEmpty()) {
            cause.ifPresent(one ->
                    sentences.add("%s fires with %s".formatted(one, new TreeMap<>(when.labels()))));
        }
        return Optional.of(
                new Found(String.join("; ", sentences), values(state, incident, deployment)));
    }

    /// What names in braces stand for, with the last deployment where that was recent.
    static Map<String, String> values(RemediationState state, OpenIncident incident) {
        return values(
                state,
                incident,
                state.lastDeployment(incident.openedAt(), ActionDocument.DEPLOYMENT_WITHIN));
    }

    /// What names in braces stand for; empty where it is not known.
    private static Map<String, String> values(
            RemediationState state, OpenIncident incident, Optional<Deployment> deployment) {
        return Map.of(
                "service", state.service(),
                "incident", incident.id(),
                "change", deployment.map(Deployment::change).orElse(""),
                "version", deployment.map(Deployment::version).orElse(""),
                "previousVersion", deployment.map(Deployment::previousVersion).orElse(""));
    }

    private static List<Fact> facts(
            RemediationState state,
            OpenIncident incident,
            Wanted wanted,
            Instant now,
            Rules rules) {
        var action = wanted.action();
        var found = wanted.found();
        var policy = rules.catalogue().policy();
        var offer =
                new Offer.Wish(
                                Ids.hex(
                                        incident.id(),
                                        action.name(),
                                        Placeholders.filled(
                                                action.target(), Offer.words(found.values())),
                                        "0"),
                                "",
                                found.sentence(),
                                found.values(),
                                Map.of())
                        .of(state.service(), incident, action, now, rules);
        var mode = action.execution().mode().and(policy.mode());
        if (mode == Mode.OBSERVE || offer.hindrance().isPresent()) {
            var why = offer.hindrance().map(reason -> "it cannot be run: " + reason);
            return List.of(
                    moved(
                            offer.run().to(State.OBSERVED, null),
                            why.orElse("the mode is observe")
                                    + "; this would have been proposed: "
                                    + action.title()));
        }
        var proposed = moved(offer.run(), action.title());
        var waiting = offer.run().to(State.AWAITING_APPROVAL, offer.run().proposal().expiresAt());
        if (mode == Mode.APPROVE
                || action.destructive()
                || !policy.approves(action.name(), state.service(), incident.severity())) {
            return List.of(proposed, moved(waiting, "a person has to approve it"));
        }
        var hindrance = Approving.hindrance(state, waiting, now, rules);
        if (hindrance.isPresent()) {
            return List.of(
                    proposed, moved(waiting, hindrance.get() + "; a person has to approve it"));
        }
        return List.of(
                proposed,
                moved(
                        Approving.begun(offer.run().by(policy.name()), now),
                        "approved beforehand by the policy " + policy.name()));
    }

    private static Fact moved(Run run, String reason) {
        return new Fact.Moved(run, run.proposal().requester(), "", reason);
    }

    private static String evidence(OpenIncident incident, Deployment deployment) {
        return "it began %s %s was deployed%s (%s)"
                .formatted(
                        when(Duration.between(deployment.to(), incident.openedAt())),
                        deployment.version().isEmpty()
                                ? "an unknown version"
                                : deployment.version(),
                        deployment.actor().isEmpty() ? "" : " by " + deployment.actor(),
                        deployment.change());
    }

    private static String when(Duration since) {
        if (since.isNegative()) {
            return "while";
        }
        return (since.toMinutes() == 0 ? since.toSeconds() + " s" : since.toMinutes() + " min")
                + " after";
    }
}
