package tocsin.responder.remediation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What people want proposed. It is a proposal like any other, but always for another person to
/// approve: who asks chooses the parameters, and no policy can have known them.
final class Requests {
    /// More proposals of a service than this do not wait at once.
    static final int WAITING_MAX = 20;

    private static final int NAMES_TOLD = 20;

    private Requests() {}

    static List<Fact> asked(RemediationState state, Input.Asked asked, Instant now, Rules rules) {
        var id = Proposal.idOf(asked.incident(), asked.action(), asked.request());
        if (state.run(id).isPresent()) {
            // The same request once more; it was answered.
            return List.of();
        }
        var incident = state.incident(asked.incident()).orElse(null);
        var action = rules.catalogue().action(asked.action()).orElse(null);
        if (incident == null || action == null) {
            return refused(
                    id,
                    asked,
                    incident == null
                            ? "there is no such incident, or it is over"
                            : "the catalogue has no such action; it has: " + names(rules));
        }
        var offer =
                new Offer.Wish(
                                id,
                                asked.requester(),
                                "%s asks for it: %s".formatted(asked.requester(), asked.note()),
                                Evidence.values(state, incident),
                                asked.parameters())
                        .of(state.service(), incident, action, now, rules);
        var reason =
                objection(asked, action, state.service(), rules)
                        .or(offer::hindrance)
                        .or(() -> crowd(state, offer.run()));
        if (reason.isPresent()) {
            return refused(id, asked, reason.get());
        }
        var waiting = offer.run().to(State.AWAITING_APPROVAL, offer.run().proposal().expiresAt());
        return List.of(
                new Fact.Moved(offer.run(), asked.requester(), "", action.title()),
                new Fact.Moved(
                        waiting,
                        asked.requester(),
                        asked.request(),
                        "another person has to approve it"));
    }

    private static Optional<String> objection(
            Input.Asked asked, Action action, String service, Rules rules) {
        if (asked.requester().isBlank() || asked.note().isBlank()) {
            return Optional.of("who asks for it and why has to be said");
        }
        if (!action.isFor(service)) {
            return Optional.of("it is not for " + service);
        }
        if (action.execution().mode().and(rules.catalogue().policy().mode()) == Mode.OBSERVE) {
            return Optional.of(
                    "its mode is observe: nothing of it is run; see Action and RemediationPolicy");
        }
        return asked.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(given -> objection(given, action).stream())
                .findFirst();
    }

    private static Optional<String> objection(Map.Entry<String, String> given, Action action) {
        if (!action.parameters().containsKey(given.getKey())) {
            return Optional.of("it has no parameter of that name");
        }
        return Filling.fits(given.getValue())
                ? Optional.empty()
                : Optional.of(given.getKey() + " is blank, too long or holds control characters");
    }

    /// Whether the same waits or runs already, or too much does.
    private static Optional<String> crowd(RemediationState state, Run wanted) {
        var open = state.runs().stream().filter(run -> !run.state().last()).toList();
        return open.stream()
                .filter(run -> run.proposal().plan().equals(wanted.proposal().plan()))
                .findFirst()
                .map(run -> "the same is %s already: %s".formatted(run.state().text(), run.id()))
                .or(() ->
                        open.size() < WAITING_MAX
                                ? Optional.empty()
                                : Optional.of(open.size() + " of its service wait already"));
    }

    private static String names(Rules rules) {
        return rules.catalogue().actions().stream()
                .map(Action::name)
                .sorted()
                .limit(NAMES_TOLD)
                .collect(Collectors.joining(", "));
    }

    private static List<Fact> refused(String id, Input.Asked asked, String reason) {
        return List.of(
                new Fact.Refused(id, asked.incident(), asked.requester(), asked.request(), reason));
    }
}
