package tocsin.detector.rule;

import tocsin.detector.slo.Problems;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.ServiceTier;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// The rules of one set of definitions over those built in, found by what samples carry. A document
/// of the set replaces the built-in rule of its name; one that cannot be used leaves it in place.
public final class RuleCatalog {
    private final Map<String, RuleDocument> byName = new LinkedHashMap<>();
    private final Map<String, List<RuleDocument>> bySli = new HashMap<>();
    private final Map<String, Integer> tiers = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final BiPredicate<String, String> hasSlo;

    /// Reads the rules of `set`.
    ///
    /// @param builtIn rules that `set` may replace
    /// @param hasSlo whether an SLO of a service counts an indicator
    public RuleCatalog(
            DefinitionSet set, List<Document> builtIn, BiPredicate<String, String> hasSlo) {
        this.hasSlo = hasSlo;
        builtIn.forEach(this::add);
        set.ofKind("Rule").forEach(this::add);
        byName.values()
                .forEach(rule ->
                        bySli.computeIfAbsent(rule.sli(), _ -> new ArrayList<>()).add(rule));
        set.ofKind("Service").forEach(this::tier);
        names.addAll(tiers.keySet());
        byName.values().forEach(rule -> names.addAll(rule.names()));
    }

    private void add(Document document) {
        RuleReader.read(document, new Problems(findings))
                .ifPresent(rule -> byName.put(rule.name(), rule));
    }

    /// What a service says that makes no sense is the responder's to complain of.
    private void tier(Document service) {
        try {
            tiers.put(service.name(), ServiceTier.of(service));
        } catch (UnusableDefinitionException _) {
            tiers.put(service.name(), ServiceTier.DEFAULT);
        }
    }

    /// What keeps rules from being used.
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /// Services that have a definition of their own, or that a rule names.
    public Set<String> names() {
        return names;
    }

    /// Whether a rule feeds the indicator with counters of good events beside all.
    public boolean goodCounted(String sli) {
        return bySli.getOrDefault(sli, List.of()).stream().anyMatch(RuleDocument::goodCounted);
    }

    /// The rules that samples of this indicator count for.
    public List<Rule> of(String service, String sli) {
        var candidates = bySli.get(sli);
        if (candidates == null) {
            return List.of();
        }
        return candidates.stream().flatMap(rule -> of(rule, service).stream()).toList();
    }

    /// The rule of a series: the one of this name, as it is for this service.
    public Optional<Rule> find(String service, String name) {
        return Optional.ofNullable(byName.get(name)).flatMap(rule -> of(rule, service));
    }

    private Optional<Rule> of(RuleDocument rule, String service) {
        if (rule.unlessSlo() && hasSlo.test(service, rule.sli())) {
            return Optional.empty();
        }
        return rule.of(service, tiers.getOrDefault(service, ServiceTier.DEFAULT));
    }
}
