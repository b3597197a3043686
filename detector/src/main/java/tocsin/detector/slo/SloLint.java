package tocsin.detector.slo;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.Wording;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the detector demands of SLOs and burn policies.
public final class SloLint implements DefinitionCheck {
    private static final Duration USUAL_PERIOD = Duration.ofDays(30);

    @Override
    public List<Finding> check(DefinitionSet set) {
        var findings = new LinkedHashSet<>(SloReader.read(set).findings());
        for (var policy : set.ofKind("BurnPolicy")) {
            var _ = new PolicyReader(set, new Problems(findings)).read(policy, USUAL_PERIOD);
        }
        for (var policy : set.ofKind("AlertPolicy")) {
            new AlertPolicyReader(set, new Problems(findings)).references(policy);
        }
        set.ofKind("SLO").forEach(slo -> service(slo, set, findings));
        return List.copyOf(findings);
    }

    /// An SLO of a service without a document is watched all the same; but where some services have
    /// one, a name that is nearly one of theirs is probably misspelt.
    private static void service(Document slo, DefinitionSet set, Set<Finding> findings) {
        var place = Field.of(slo).get("spec").get("service");
        var name = slo.spec().path("service").asString("");
        var services = set.ofKind("Service").stream().map(Document::name).toList();
        if (!services.isEmpty() && !services.contains(name)) {
            findings.add(
                    place.odd(
                            "there is no Service %s, so tier 1 and the policy default apply%s"
                                    .formatted(
                                            Wording.quoted(name), Wording.choice(name, services))));
        }
    }
}
