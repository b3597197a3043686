package tocsin.detector.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A rule for all the services it is for.
///
/// @param selector whom it is for
/// @param unlessSlo it stands back where an SLO of the service counts the same indicator
/// @param goodCounted the counters that feed its indicator count good events beside all
/// @param variants what it is for whom; the first that matches counts
record RuleDocument(
        String name,
        String sli,
        Selector selector,
        boolean unlessSlo,
        boolean goodCounted,
        List<Variant> variants) {
    RuleDocument {
        variants = List.copyOf(variants);
    }

    /// The rule as it is for some services.
    ///
    /// @param rule empty where it is switched off
    record Variant(Selector selector, Optional<Rule> rule) {}

    /// The services it speaks of by name.
    Set<String> names() {
        var names = new HashSet<>(selector.services());
        variants.forEach(variant -> names.addAll(variant.selector().services()));
        return names;
    }

    /// The rule as it is for one service, if it is for that at all.
    Optional<Rule> of(String service, int tier) {
        if (!selector.matches(service, tier)) {
            return Optional.empty();
        }
        return variants.stream()
                .filter(variant -> variant.selector().matches(service, tier))
                .findFirst()
                .flatMap(Variant::rule);
    }
}
