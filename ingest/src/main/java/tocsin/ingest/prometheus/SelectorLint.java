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
import java.util.function.Supplier;

/// What ingest demands of SLOs and rules that are fed by Prometheus.
public final class SelectorLint implements DefinitionCheck {
    /// @param services whose; of rules the labels that name them
    private record Key(Object services, String sli, String feed) {}

    private record Use(String document, Feed feed, Selector selector) {}

    @Override
    public List<Finding> check(DefinitionSet set) {
        var findings = new ArrayList<Finding>();
        var uses = new HashMap<Key, Use>();
        for (var slo : set.ofKind("SLO")) {
            use(slo, () -> SloSources.of(slo, set), uses, findings);
        }
        for (var rule : set.ofKind("Rule")) {
            use(rule, () -> RuleSources.of(rule), uses, findings);
        }
        return findings;
    }

    private static void use(
            Document document,
            Supplier<List<SliSelector>> sources,
            Map<Key, Use> uses,
            List<Finding> findings) {
        try {
            sources.get().forEach(selector -> use(document, selector, uses, findings));
        } catch (UnusableDefinitionException e) {
            findings.add(e.finding());
        }
    }

    /// Series of one indicator are added up, whichever document selects them: the same name for two
    /// things would mix them.
    private static void use(
            Document document, SliSelector selector, Map<Key, Use> uses, List<Finding> findings) {
        var key = new Key(selector.owner(), selector.sli(), selector.feed().word());
        var use = new Use(document.key(), selector.feed(), selector.selector());
        var first = uses.putIfAbsent(key, use);
        if (first != null
                && !(first.selector().equals(use.selector()) && first.feed().equals(use.feed()))) {
            findings.add(
                    Field.of(document)
                            .get("spec")
                            .wrong(
                                    "indicator '%s'%s selects other series than in %s; give it another name"
                                            .formatted(
                                                    selector.sli(),
                                                    of(selector.owner()),
                                                    first.document()))
                            .finding());
        }
    }

    private static String of(Owner owner) {
        return owner instanceof Owner.Named(var service)
                ? " of service '%s'".formatted(service)
                : "";
    }
}
