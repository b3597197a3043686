package tocsin.responder.policy;

import tocsin.responder.oncall.ScheduleReader;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What one set of definitions says about severity and escalation. A document that is missing or
/// makes no sense is replaced by the built-in one, so that a mistake never leaves nobody to page.
///
/// @param version of the set of definitions
/// @param windows planned work, whether it is on or not
/// @param silences in effect at the time of the decision
/// @param problems documents that were not used, each with the reason
public record Rulebook(
        long version,
        SeverityMatrix matrix,
        Map<String, EscalationPolicy> policies,
        Map<String, ServiceRules> services,
        Roster roster,
        List<MaintenanceWindow> windows,
        List<Silence> silences,
        List<Finding> problems) {

    static final String DEFAULT = "default";

    /// What a service's own document says.
    ///
    /// @param tier 0 (earns the money) to 3
    /// @param escalationPolicy name of its policy
    /// @param dependsOn the services that it needs at first hand
    /// @param impact what its users notice when it fails, in their words; empty: nobody says so
    /// @param dashboard where people look at it; empty: nowhere
    public record ServiceRules(
            int tier,
            String escalationPolicy,
            List<String> dependsOn,
            String impact,
            String dashboard) {
        static final ServiceRules BUILT_IN = new ServiceRules(1, DEFAULT, List.of(), "", "");

        public ServiceRules {
            dependsOn = List.copyOf(dependsOn);
            if (tier < 0 || tier >= SeverityMatrix.TIERS) {
                throw new IllegalArgumentException("tier is " + tier + ", tiers are 0 to 3");
            }
        }
    }

    public Rulebook {
        policies = Map.copyOf(policies);
        services = Map.copyOf(services);
        windows = List.copyOf(windows);
        silences = List.copyOf(silences);
        problems = List.copyOf(problems);
    }

    /// Reads the documents of one set.
    public static Rulebook of(DefinitionSet set) {
        var problems = new ArrayList<Finding>();
        var matrices = read(set, "SeverityMatrix", Documents::matrix, problems);
        return new Rulebook(
                set.version(),
                Optional.ofNullable(matrices.get(DEFAULT)).orElse(SeverityMatrix.BUILT_IN),
                read(set, "EscalationPolicy", EscalationReader::policy, problems),
                read(set, "Service", Documents::service, problems),
                new Roster(
                        read(set, "Person", RosterReader::person, problems),
                        read(set, "Team", RosterReader::team, problems),
                        read(set, "Schedule", ScheduleReader::schedule, problems)),
                windows(set, problems),
                List.of(),
                problems);
    }

    /// The same while these silences are in effect.
    public Rulebook under(List<Silence> inEffect) {
        return inEffect.equals(silences)
                ? this
                : new Rulebook(
                        version, matrix, policies, services, roster, windows, inEffect, problems);
    }

    /// The same at a moment: what people silence, and planned work that is on.
    public Rulebook at(Instant moment, List<Silence> silenced) {
        var inEffect = new ArrayList<>(silenced);
        windows.forEach(window -> window.at(moment).ifPresent(inEffect::add));
        return under(inEffect);
    }

    /// What silences something with these labels, if anything; the first by its id.
    public Optional<Silence> silence(Map<String, String> labels) {
        return silences.stream()
                .filter(silence -> silence.matches(labels))
                .min(Comparator.comparing(Silence::id));
    }

    /// What a firing facet calls for on `service`; nothing for a class nobody judges.
    public Optional<Judgement> ofFacet(String service, String facet, double burn) {
        return matrix.ofFacet(facet, rules(service).tier(), burn);
    }

    /// What an alert with the label `severity` calls for.
    public Judgement ofAlert(String severity) {
        return matrix.ofAlert(severity);
    }

    /// What an incident calls for that these other services fail with.
    public Optional<Judgement> ofDependants(Collection<String> others) {
        return matrix.ofDependants(
                others.stream()
                        .distinct()
                        .collect(Collectors.toMap(other -> other, other -> rules(other).tier())));
    }

    /// Who is told about `service`.
    public EscalationPolicy policy(String service) {
        return Optional.ofNullable(policies.get(rules(service).escalationPolicy()))
                .or(() -> Optional.ofNullable(policies.get(DEFAULT)))
                .orElse(EscalationPolicy.BUILT_IN);
    }

    /// What each service needs.
    public Dependencies dependencies() {
        return new Dependencies(
                services.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        service -> service.getValue().dependsOn())));
    }

    /// Whether a service needs others.
    public boolean dependsOnOthers(String service) {
        return !rules(service).dependsOn().isEmpty();
    }

    /// What is said of a service; the built-in where nothing is.
    public ServiceRules rules(String service) {
        return Optional.ofNullable(services.get(service)).orElse(ServiceRules.BUILT_IN);
    }

    private static List<MaintenanceWindow> windows(DefinitionSet set, List<Finding> problems) {
        return read(set, "MaintenanceWindow", Documents::window, problems).values().stream()
                .sorted(Comparator.comparing(MaintenanceWindow::name))
                .toList();
    }

    private static <T> Map<String, T> read(
            DefinitionSet set, String kind, Function<Document, T> reader, List<Finding> problems) {
        var found = new HashMap<String, T>();
        for (var document : set.ofKind(kind)) {
            try {
                found.put(document.name(), reader.apply(document));
            } catch (UnusableDefinitionException e) {
                problems.add(e.finding());
            }
        }
        return found;
    }
}
