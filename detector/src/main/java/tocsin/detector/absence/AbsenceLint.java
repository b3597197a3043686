package tocsin.detector.absence;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.List;

/// What absence demands of SLOs.
public final class AbsenceLint implements DefinitionCheck {
    @Override
    public List<Finding> check(DefinitionSet set) {
        var findings = new ArrayList<Finding>();
        for (var slo : set.ofKind("SLO")) {
            try {
                var _ = AbsenceReader.of(slo);
            } catch (UnusableDefinitionException e) {
                findings.add(e.finding());
            }
        }
        return findings;
    }
}
