package tocsin.responder.policy;

import tocsin.responder.policy.EscalationPolicy.Step;
import tocsin.responder.policy.Rulebook.ServiceRules;
import tocsin.responder.policy.SeverityMatrix.BurnAtLeast;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.DurationText;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads documents as operators write them. What makes no sense is refused with the reason.
final class Documents {
    private Documents() {}

    /// A severity matrix; rows it leaves out are the built-in ones.
    static SeverityMatrix matrix(Document document) {
        var facets = new HashMap<>(SeverityMatrix.BUILT_IN.facets());
        for (var row : object(document.spec(), "facets").properties()) {
            facets.put(
                    row.getKey(),
                    list(row.getValue(), row.getKey()).stream().map(Documents::severity).toList());
        }
        var alerts = new HashMap<>(SeverityMatrix.BUILT_IN.alerts());
        for (var label : object(document.spec(), "alerts").properties()) {
            alerts.put(label.getKey().toLowerCase(Locale.ROOT), severity(label.getValue()));
        }
        var burns =
                document.spec().has("burnAtLeast")
                        ? burns(object(document.spec(), "burnAtLeast"))
                        : SeverityMatrix.BUILT_IN.burns();
        return new SeverityMatrix(document.name(), facets, burns, alerts);
    }

    static EscalationPolicy policy(Document document) {
        var spec = document.spec();
        return new EscalationPolicy(
                document.name(),
                list(spec.path("steps"), "steps").stream().map(Documents::step).toList(),
                spec.hasNonNull("lastResort")
                        ? target(spec.path("lastResort"))
                        : EscalationPolicy.BUILT_IN.lastResort());
    }

    static ServiceRules service(Document document) {
        var tier = document.spec().path("tier");
        if (!tier.isMissingNode() && !tier.isInt()) {
            throw new IllegalArgumentException("tier is " + tier + ", tiers are 0 to 3");
        }
        return new ServiceRules(
                tier.asInt(ServiceRules.BUILT_IN.tier()),
                document.spec()
                        .path("escalationPolicy")
                        .asString(ServiceRules.BUILT_IN.escalationPolicy()));
    }

    private static List<BurnAtLeast> burns(JsonNode byFacet) {
        var burns = new ArrayList<BurnAtLeast>();
        for (var row : byFacet.properties()) {
            for (var rule : list(row.getValue(), row.getKey())) {
                if (!rule.path("burn").isNumber()) {
                    throw new IllegalArgumentException("burnAtLeast needs a number 'burn'");
                }
                burns.add(
                        new BurnAtLeast(
                                row.getKey(),
                                rule.path("burn").asDouble(),
                                tiers(rule.path("tiers")),
                                severity(rule.path("severity"))));
            }
        }
        return burns;
    }

    private static Set<Integer> tiers(JsonNode node) {
        var tiers = new LinkedHashSet<Integer>();
        for (var tier : list(node, "tiers")) {
            if (!tier.isInt()) {
                throw new IllegalArgumentException("tier is " + tier + ", tiers are 0 to 3");
            }
            tiers.add(tier.asInt());
        }
        return tiers;
    }

    private static Step step(JsonNode node) {
        return new Step(
                list(node.path("targets"), "targets").stream().map(Documents::target).toList(),
                duration(node, "deliverWithin", EscalationPolicy.DELIVER_WITHIN),
                duration(node, "acknowledgeWithin", EscalationPolicy.ACKNOWLEDGE_WITHIN));
    }

    private static Target target(JsonNode node) {
        var severities = new LinkedHashSet<Severity>();
        if (node.hasNonNull("severities")) {
            list(node.path("severities"), "severities")
                    .forEach(severity -> severities.add(severity(severity)));
        }
        return new Target(
                node.path("name").asString(""),
                list(node.path("channels"), "channels").stream()
                        .map(channel -> text(channel, "a channel"))
                        .toList(),
                severities);
    }

    private static Duration duration(JsonNode node, String field, Duration absent) {
        return node.hasNonNull(field) ? DurationText.parse(text(node.path(field), field)) : absent;
    }

    private static Severity severity(JsonNode node) {
        var text = text(node, "a severity").toUpperCase(Locale.ROOT).replace("-", "");
        for (var severity : Severity.values()) {
            if (severity.name().equals(text)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no severity; those are SEV1 to SEV4");
    }

    private static String text(JsonNode node, String what) {
        if (!node.isString() || node.asString().isBlank()) {
            throw new IllegalArgumentException(what + " must be text, not " + node);
        }
        return node.asString();
    }

    private static JsonNode object(JsonNode spec, String field) {
        var node = spec.path(field);
        if (!node.isMissingNode() && !node.isObject()) {
            throw new IllegalArgumentException(field + " must be an object");
        }
        return node;
    }

    private static List<JsonNode> list(JsonNode node, String what) {
        if (!node.isArray()) {
            throw new IllegalArgumentException(what + " must be a list");
        }
        return List.copyOf(node.values());
    }
}
