package tocsin.ingest.prometheus;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What ingest demands of SLOs whose events come from Prometheus.
public final class SelectorLint implements DefinitionCheck {
    private record Key(String service, String sli, Role role) {}

    private record Use(String document, Selector selector) {}

    @Override
    public List<Finding> check(DefinitionSet set) {
        var findings = new ArrayList<Finding>();
        var uses = new HashMap<Key, Use>();
        for (var slo : set.ofKind("SLO")) {
            try {
                SloSources.of(slo, set).forEach(selector -> use(slo, selector, uses, findings));
            } catch (UnusableDefinitionException e) {
                findings.add(e.finding());
            }
        }
        return findings;
    }

    /// Series of one indicator are added up, whichever SLO selects them: the same name for two
    /// things would mix them.
    private static void use(
            Document slo, SliSelector selector, Map<Key, Use> uses, List<Finding> findings) {
        var key = new Key(selector.service(), selector.sli(), selector.role());
        var first = uses.putIfAbsent(key, new Use(slo.key(), selector.selector()));
        if (first != null && !first.selector().equals(selector.selector())) {
            findings.add(
                    Field.of(slo)
                            .get("spec")
                            .wrong(
                                    "indicator '%s' of service '%s' selects other series than in %s; give it another name"
                                            .formatted(
                                                    selector.sli(),
                                                    selector.service(),
                                                    first.document()))
                            .finding());
        }
    }
}
