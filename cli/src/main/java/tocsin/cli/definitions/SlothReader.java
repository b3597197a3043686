package tocsin.cli.definitions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Turns a document of Sloth (`version: prometheus/v1`) into OpenSLO documents, one for each of its
/// SLOs, which keep their places in Sloth's, and the burn policy with Sloth's own windows.
final class SlothReader {
    static final String VERSION = "prometheus/v1";

    /// Sloth's period where nothing else is said.
    private static final String PERIOD = "30d";

    /// Sloth's `google-30d` windows, of which `google-28d` has the same shares.
    private static final List<Map<String, Object>> PAGES =
            List.of(pair(0.02, "1h", "5m", "PAGE_FAST"), pair(0.05, "6h", "30m", "PAGE_SLOW"));

    private static final List<Map<String, Object>> TICKETS =
            List.of(pair(0.1, "1d", "2h", "TICKET_FAST"), pair(0.1, "3d", "6h", "TICKET_SLOW"));

    private final JsonNode body;
    private final Positions origin;
    private final BiConsumer<String, String> problems;

    private SlothReader(YamlReader.Parsed parsed, BiConsumer<String, String> problems) {
        this.body = parsed.body();
        this.origin = parsed.positions();
        this.problems = problems;
    }

    /// The documents that say the same.
    ///
    /// @param problems hears of what cannot be said, with its place in Sloth's document
    static List<YamlReader.Parsed> read(
            YamlReader.Parsed parsed, BiConsumer<String, String> problems) {
        var reader = new SlothReader(parsed, problems);
        var read = new ArrayList<YamlReader.Parsed>();
        for (int i = 0; i < parsed.body().path("slos").size(); i++) {
            reader.slo("/slos/" + i, read);
        }
        return read;
    }

    private void slo(String at, List<YamlReader.Parsed> read) {
        var slo = body.at(at);
        var events = slo.path("sli").path("events");
        if (events.isMissingNode()) {
            problems.accept(
                    at + "/sli",
                    "a ratio that a query or a plugin computes has no counts to weigh; only events"
                            + " are counted");
            return;
        }
        var alerting = slo.path("alerting");
        boolean pages = !alerting.path("page_alert").path("disable").asBoolean(false);
        boolean tickets = !alerting.path("ticket_alert").path("disable").asBoolean(false);
        if (!pages && !tickets) {
            problems.accept(at + "/alerting", "with both alerts disabled nobody would hear of it");
            return;
        }
        try {
            var ratio =
                    SlothQuery.ratio(
                            events.path("error_query").asString(),
                            events.path("total_query").asString());
            var policy = policy(pages, tickets);
            read.add(new YamlReader.Parsed(policy, new Positions()));
            read.add(openSlo(at, slo, ratio, policy.path("metadata").path("name").asString()));
        } catch (SlothQuery.Uncountable e) {
            problems.accept(at + "/sli/events/" + e.field(), String.valueOf(e.getMessage()));
        }
    }

    private YamlReader.Parsed openSlo(
            String at, JsonNode slo, SlothQuery.Ratio ratio, String policy) {
        var document = JsonMapper.shared().createObjectNode();
        document.put("apiVersion", "openslo/v1").put("kind", "SLO");
        var metadata = document.putObject("metadata");
        var service = body.path("service").asString();
        var name = slo.path("name").asString();
        metadata.put("name", service + "-" + name);
        labels(slo, metadata);
        metadata.putObject("annotations").put("tocsin.dev/burn-policy", policy);
        var spec = document.putObject("spec");
        if (slo.has("description")) {
            spec.set("description", slo.path("description"));
        }
        spec.put("service", service).put("budgetingMethod", "Occurrences");
        spec.putArray("timeWindow").addObject().put("duration", PERIOD).put("isRolling", true);
        var indicator = spec.putObject("indicator");
        indicator.putObject("metadata").put("name", name);
        var metric = indicator.putObject("spec").putObject("ratioMetric").put("counter", true);
        source(metric, ratio.role(), ratio.counted());
        source(metric, "total", ratio.total());
        spec.putArray("objectives").addObject().set("targetPercent", slo.path("objective"));
        return new YamlReader.Parsed(document, places(at, ratio.role()));
    }

    private void labels(JsonNode slo, ObjectNode metadata) {
        var labels = JsonMapper.shared().createObjectNode();
        for (var some : List.of(body.path("labels"), slo.path("labels"))) {
            some.properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
        }
        if (!labels.isEmpty()) {
            metadata.set("labels", labels);
        }
    }

    private static void source(ObjectNode metric, String role, String selector) {
        metric.putObject(role)
                .putObject("metricSource")
                .put("type", "prometheus")
                .putObject("spec")
                .put("query", selector);
    }

    private Positions places(String at, String role) {
        var places = new Positions();
        var metric = "/spec/indicator/spec/ratioMetric/";
        places.value("", origin.of(at));
        places.value("/metadata/name", origin.of(at + "/name"));
        places.value("/spec/service", origin.of("/service"));
        places.value("/spec/objectives", origin.of(at + "/objective"));
        places.value(metric + role, origin.of(at + "/sli/events/error_query"));
        places.value(metric + "total", origin.of(at + "/sli/events/total_query"));
        return places;
    }

    private static JsonNode policy(boolean pages, boolean tickets) {
        var pairs = new ArrayList<Map<String, Object>>();
        if (pages) {
            pairs.addAll(PAGES);
        }
        if (tickets) {
            pairs.addAll(TICKETS);
        }
        var name = pages && tickets ? "sloth" : pages ? "sloth-page" : "sloth-ticket";
        return JsonMapper.shared()
                .valueToTree(
                        Map.of(
                                "apiVersion",
                                "tocsin.dev/v1",
                                "kind",
                                "BurnPolicy",
                                "metadata",
                                Map.of("name", name),
                                "spec",
                                Map.of("pairs", pairs)));
    }

    private static Map<String, Object> pair(
            double share, String sustained, String recent, String facet) {
        return Map.of("share", share, "long", sustained, "short", recent, "class", facet);
    }
}
