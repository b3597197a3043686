package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How far remediation may go at all.
///
/// @param mode no action goes further, whatever it says itself
/// @param perHour so many may begin for one service within an hour
/// @param approveWithin so long may people think about a proposal
public record RemediationPolicy(
        String name,
        Mode mode,
        int perHour,
        Duration approveWithin,
        List<PreApproved> preApproved) {

    /// Where there is none.
    public static final RemediationPolicy NONE =
            new RemediationPolicy("", Mode.OBSERVE, 3, Duration.ofMinutes(15), List.of());

    static final int PER_HOUR_MAX = 60;
    private static final Duration APPROVE_WITHIN_MAX = Duration.ofHours(24);
    private static final List<String> MODES = List.of("observe", "approve", "auto");

    /// What needs nobody's yes any more.
    public record PreApproved(String action, Set<String> services, Set<Severity> severities) {
        public PreApproved {
            services = Set.copyOf(services);
            severities = Set.copyOf(severities);
        }
    }

    public RemediationPolicy {
        preApproved = List.copyOf(preApproved);
    }

    /// Whether it approves an action for a service beforehand, while an incident is so severe.
    public boolean approves(String action, String service, Severity severity) {
        return preApproved.stream()
                .anyMatch(one ->
                        one.action.equals(action)
                                && one.services.contains(service)
                                && one.severities.contains(severity));
    }

    /// Whether it approves an action for a service beforehand, at any severity.
    public boolean approves(String action, String service) {
        return preApproved.stream()
                .anyMatch(one -> one.action.equals(action) && one.services.contains(service));
    }

    static RemediationPolicy read(Document document) {
        var spec = Field.of(document).get("spec");
        return new RemediationPolicy(
                document.name(),
                mode(spec.get("mode")),
                spec.get("perHour").present() ? perHour(spec.get("perHour")) : NONE.perHour,
                spec.get("approveWithin").present()
                        ? approveWithin(spec.get("approveWithin"))
                        : NONE.approveWithin,
                spec.get("preApproved").present()
                        ? spec.get("preApproved").items().stream()
                                .map(RemediationPolicy::preApproved)
                                .toList()
                        : List.of());
    }

    static Mode mode(Field field) {
        return field.present()
                ? Mode.valueOf(field.oneOf(MODES).toUpperCase(Locale.ROOT))
                : Mode.OBSERVE;
    }

    private static int perHour(Field field) {
        int perHour = field.integer();
        if (perHour < 1 || perHour > PER_HOUR_MAX) {
            throw field.wrong("must be 1 to " + PER_HOUR_MAX);
        }
        return perHour;
    }

    private static Duration approveWithin(Field field) {
        var within = field.duration();
        if (!within.isPositive() || within.compareTo(APPROVE_WITHIN_MAX) > 0) {
            throw field.wrong("must be longer than 0 and at most 24h");
        }
        return within;
    }

    private static PreApproved preApproved(Field entry) {
        var services = new LinkedHashSet<String>();
        entry.get("services").items().forEach(one -> services.add(one.text()));
        var severities = new LinkedHashSet<Severity>();
        for (var one : entry.get("severities").items()) {
            severities.add(one.reading(() -> Severity.of(one.text())));
        }
        if (services.isEmpty() || severities.isEmpty()) {
            throw entry.wrong("names services and severities, one of each at least");
        }
        return new PreApproved(entry.get("action").text(), services, severities);
    }
}
