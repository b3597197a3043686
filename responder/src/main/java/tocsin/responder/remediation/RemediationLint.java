package tocsin.responder.remediation;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Finding;

import java.util.ArrayList;
import java.util.List;

/// What remediation demands of its documents.
public final class RemediationLint implements DefinitionCheck {
    @Override
    public List<Finding> check(DefinitionSet set) {
        var findings = new ArrayList<>(Catalogue.of(set).problems());
        findings.addAll(DeployPolicies.of(set).problems());
        return findings;
    }
}
