package tocsin.detector.rule;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Finding;

import java.util.List;

/// What the detector demands of threshold rules.
public final class RuleLint implements DefinitionCheck {
    @Override
    public List<Finding> check(DefinitionSet set) {
        return new RuleCatalog(set, List.of(), (_, _) -> false).findings();
    }
}
