package tocsin.responder.remediation;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.List;

/// The deploy policies of one set of definitions.
///
/// @param problems documents that make no sense, each with the reason: they speak against a
///   deployment until they are mended
public record DeployPolicies(List<DeployPolicy> policies, List<Finding> problems) {
    public DeployPolicies {
        policies = List.copyOf(policies);
        problems = List.copyOf(problems);
    }

    /// Reads the documents of one set.
    public static DeployPolicies of(DefinitionSet set) {
        var policies = new ArrayList<DeployPolicy>();
        var problems = new ArrayList<Finding>();
        for (var document : set.ofKind("DeployPolicy")) {
            try {
                policies.add(DeployPolicy.read(document));
            } catch (UnusableDefinitionException e) {
                problems.add(e.finding());
            }
        }
        return new DeployPolicies(policies, problems);
    }
}
