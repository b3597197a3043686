package tocsin.responder.policy;

import tocsin.responder.oncall.ScheduleReader;
import tocsin.responder.policy.Rulebook.ServiceRules;
import tocsin.responder.policy.SeverityMatrix.BurnAtLeast;
import tocsin.responder.policy.SeverityMatrix.DependantsAtLeast;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.ServiceTier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads documents as operators write them. What makes no sense is refused with the reason.
final class Documents {
    /// Says of an OpenSLO service what our own kind says in its spec.
    static final String POLICY_ANNOTATION = "tocsin.dev/escalation-policy";

    private static final Pattern COMMA = Pattern.compile(",");

    private static final String DEPENDENCIES_ANNOTATION = "tocsin.dev/depends-on";

    private static final int IMPACT_MAX = 200;
    private static final Pattern LINE = Pattern.compile("\\S(.*\\S)?");

    private static final int URL_MAX = 1_000;

    /// What channels make links of: whatever could end one in their markup is left out.
    private static final Pattern URL = Pattern.compile("https?://[!#-&(-;=?-\\[\\]_a-z~]+");

    private Documents() {}

    /// A severity matrix; rows it leaves out are the built-in ones.
    static SeverityMatrix matrix(Document document) {
        var spec = Field.of(document).get("spec");
        var facets = new HashMap<>(SeverityMatrix.BUILT_IN.facets());
        for (var row : members(spec.get("facets"))) {
            facets.put(row.key(), row.items().stream().map(Documents::severity).toList());
        }
        var alerts = new HashMap<>(SeverityMatrix.BUILT_IN.alerts());
        for (var label : members(spec.get("alerts"))) {
            alerts.put(label.key().toLowerCase(Locale.ROOT), severity(label));
        }
        var burns =
                spec.get("burnAtLeast").present()
                        ? burns(spec.get("burnAtLeast"))
                        : SeverityMatrix.BUILT_IN.burns();
        var together = spec.get("dependantsAtLeast");
        var dependants =
                together.present()
                        ? together.items().stream().map(Documents::dependants).toList()
                        : SeverityMatrix.BUILT_IN.dependants();
        return spec.reading(
                () -> new SeverityMatrix(document.name(), facets, burns, dependants, alerts));
    }

    /// A service: one of our own kind, or OpenSLO's with annotations.
    static ServiceRules service(Document document) {
        return new ServiceRules(
                ServiceTier.of(document),
                policyOf(document)
                        .optional()
                        .map(Field::text)
                        .orElse(ServiceRules.BUILT_IN.escalationPolicy()),
                dependencies(document),
                impact(said(document, "tocsin.dev/impact", "impact")),
                dashboard(said(document, "tocsin.dev/dashboard", "dashboard")));
    }

    private static String impact(Field field) {
        var text = field.optional().map(Field::text).orElse("");
        if (!text.isEmpty() && !LINE.matcher(text).matches()) {
            throw field.wrong("must be one line without blanks around it");
        }
        return bounded(field, text, IMPACT_MAX);
    }

    private static String dashboard(Field field) {
        var text = field.optional().map(Field::text).orElse("");
        if (!text.isEmpty() && !URL.matcher(text).matches()) {
            throw field.wrong(
                    "must be a URL of http or https, with quotes, braces and the like as %22");
        }
        return bounded(field, text, URL_MAX);
    }

    private static String bounded(Field field, String text, int max) {
        if (text.codePointCount(0, text.length()) > max) {
            throw field.wrong("has at most %,d characters".formatted(max));
        }
        return text;
    }

    /// Planned work.
    static MaintenanceWindow window(Document document) {
        var spec = Field.of(document).get("spec");
        var zone = ScheduleReader.zone(spec.get("timeZone"));
        var reason = spec.get("reason").text();
        var conditions =
                spec.get("matchers").items().stream()
                        .map(one -> one.reading(() -> Condition.of(one.text())))
                        .toList();
        var times = list(spec.get("times")).map(ScheduleReader::hours).toList();
        var dates = list(spec.get("dates")).map(one -> ScheduleReader.span(one, zone)).toList();
        return spec.reading(() ->
                new MaintenanceWindow(document.name(), zone, reason, conditions, times, dates));
    }

    private static Stream<Field> list(Field field) {
        return field.optional().map(Field::items).stream().flatMap(List::stream);
    }

    /// Names of the services that a service needs, each once.
    private static List<String> dependencies(Document service) {
        var field = dependenciesOf(service);
        var names =
                field.isText()
                        ? COMMA.splitAsStream(field.text())
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .toList()
                        : RosterReader.names(field);
        return field.reading(() -> {
            if (names.size() > Dependencies.COUNT_MAX) {
                throw new IllegalArgumentException(
                        "a service depends on %d others at most".formatted(Dependencies.COUNT_MAX));
            }
            return names.stream().distinct().toList();
        });
    }

    /// Where a service names what it needs: a list, or as an annotation names with commas between.
    static Field dependenciesOf(Document service) {
        return said(service, DEPENDENCIES_ANNOTATION, "dependsOn");
    }

    /// Where a service names its policy.
    static Field policyOf(Document service) {
        return said(service, POLICY_ANNOTATION, "escalationPolicy");
    }

    /// What an annotation of OpenSLO's kind says, or the spec of ours.
    private static Field said(Document service, String annotation, String key) {
        var annotated = Field.of(service).get("metadata").get("annotations").get(annotation);
        return annotated.present() ? annotated : Field.of(service).get("spec").get(key);
    }

    private static List<BurnAtLeast> burns(Field byFacet) {
        var burns = new ArrayList<BurnAtLeast>();
        for (var row : members(byFacet)) {
            for (var rule : row.items()) {
                burns.add(
                        new BurnAtLeast(
                                row.key(),
                                rule.get("burn").number().doubleValue(),
                                tiers(rule.get("tiers")),
                                severity(rule.get("severity"))));
            }
        }
        return burns;
    }

    private static DependantsAtLeast dependants(Field rule) {
        var services = rule.get("services");
        var severity = severity(rule.get("severity"));
        var tiers = tiers(rule.get("tiers"));
        return services.reading(() -> new DependantsAtLeast(services.integer(), tiers, severity));
    }

    private static Set<Integer> tiers(Field list) {
        var tiers = new LinkedHashSet<Integer>();
        list.items().forEach(tier -> tiers.add(ServiceTier.read(tier)));
        return tiers;
    }

    static Duration duration(Field field, Duration absent) {
        return field.present() ? field.duration() : absent;
    }

    static Severity severity(Field field) {
        return field.reading(() -> Severity.of(field.text()));
    }

    static List<Field> members(Field object) {
        return object.present() ? object.keys().stream().map(object::get).toList() : List.of();
    }
}
