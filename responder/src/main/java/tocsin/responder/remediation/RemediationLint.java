package tocsin.responder.remediation;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.Wording;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What remediation demands of its documents.
public final class RemediationLint implements DefinitionCheck {
    @Override
    public List<Finding> check(DefinitionSet set) {
        var catalogue = Catalogue.of(set);
        var findings = new ArrayList<>(catalogue.problems());
        for (var document : set.ofKind("Runbook")) {
            if (catalogue.runbooks().stream().anyMatch(one -> one.name().equals(document.name()))) {
                bindings(document, catalogue, findings);
            }
        }
        findings.addAll(DeployPolicies.of(set).problems());
        return findings;
    }

    /// A runbook binds actions that there are, with parameters that they have.
    private static void bindings(Document runbook, Catalogue catalogue, List<Finding> findings) {
        for (var binding : Field.of(runbook).get("spec").get("actions").items()) {
            var name = binding.get("action");
            var action = catalogue.action(name.text());
            if (action.isEmpty()) {
                var known =
                        catalogue.actions().stream().map(Action::name).collect(Collectors.toSet());
                findings.add(
                        name.wrong(
                                        "the catalogue has no such action"
                                                + Wording.choice(name.text(), known))
                                .finding());
                continue;
            }
            var parameters = binding.get("parameters");
            for (var key : parameters.present() ? parameters.keys() : List.<String>of()) {
                if (!action.get().parameters().containsKey(key)) {
                    findings.add(
                            parameters
                                    .get(key)
                                    .wrong(name.text() + " has no such parameter")
                                    .finding());
                }
            }
        }
    }
}
