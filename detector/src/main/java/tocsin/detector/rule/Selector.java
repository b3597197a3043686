package tocsin.detector.rule;

import java.util.Set;

/// The services that a rule, or a part of one, is for.
///
/// @param services their names; empty for all
/// @param tiers 0 to 3; empty for all
record Selector(Set<String> services, Set<Integer> tiers) {
    /// Every service.
    static final Selector ALL = new Selector(Set.of(), Set.of());

    boolean matches(String service, int tier) {
        return (services.isEmpty() || services.contains(service))
                && (tiers.isEmpty() || tiers.contains(tier));
    }
}
