package tocsin.responder.remediation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What one input leads to.
///
/// @param state what is remembered after it
/// @param facts what happened, in order
public record RemediationDecision(RemediationState state, List<Fact> facts) {
    /// Decides one input.
    ///
    /// @param now the time of the decision
    public static RemediationDecision decide(
            RemediationState before, Input input, Instant now, Rules rules) {
        var state = before.knowing(input);
        var facts = new ArrayList<Fact>();
        for (var fact : first(before, state, input, now, rules)) {
            state = state.apply(fact, now);
            facts.add(fact);
        }
        for (var fact : Evidence.proposed(state, now, rules)) {
            state = state.apply(fact, now);
            facts.add(fact);
        }
        return new RemediationDecision(state, List.copyOf(facts));
    }

    private static List<Fact> first(
            RemediationState before,
            RemediationState state,
            Input input,
            Instant now,
            Rules rules) {
        return switch (input) {
            case Input.Deployed _, Input.Opened _, Input.Fired _ -> List.of();
            case Input.Rated rated -> Progress.rated(before, rated);
            case Input.Resolved(var id) -> Progress.over(state, id);
            case Input.Asked asked -> Requests.asked(state, asked, now, rules);
            case Input.Approved approved -> Approving.approved(state, approved, now, rules);
            case Input.Declined declined -> Approving.declined(state, declined);
            case Input.Executed executed -> Progress.executed(state, executed, now);
            case Input.Passed() -> Progress.due(state, now);
        };
    }
}
