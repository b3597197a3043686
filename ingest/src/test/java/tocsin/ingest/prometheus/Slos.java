package tocsin.ingest.prometheus;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;

/// SLO documents with Prometheus sources, for tests.
public final class Slos {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SPLIT = " splits ";

    private Slos() {}

    /// A set of documents named `slo-0` and so on.
    public static DefinitionSet set(long version, String... specs) {
        var documents = new ArrayList<Document>();
        for (var spec : specs) {
            var parts = spec.split(SPLIT, 2);
            var metadata =
                    parts.length == 1
                            ? "{}"
                            : "{\"annotations\":{\"tocsin.dev/group-by\":%s}}"
                                    .formatted(text(parts[0]));
            var body =
                    "{\"kind\":\"SLO\",\"metadata\":%s,\"spec\":%s}"
                            .formatted(metadata, parts[parts.length - 1]);
            documents.add(new Document("SLO", "slo-" + documents.size(), JSON.readTree(body)));
        }
        return new DefinitionSet(version, "digest-" + version, Instant.EPOCH, documents);
    }

    /// Rules named `rule-0` and so on.
    public static DefinitionSet rules(long version, String... specs) {
        var documents = new ArrayList<Document>();
        for (var spec : specs) {
            var body = "{\"kind\":\"Rule\",\"spec\":" + spec + "}";
            documents.add(new Document("Rule", "rule-" + documents.size(), JSON.readTree(body)));
        }
        return new DefinitionSet(version, "digest-" + version, Instant.EPOCH, documents);
    }

    /// The spec of a rule that is fed by this.
    public static String fed(String sli, String prometheus) {
        return "{\"sli\":\"%s\",\"prometheus\":%s}".formatted(sli, prometheus);
    }

    /// The spec of one that counts `bad` of `total`.
    public static String bad(String service, String sli, String bad, String total) {
        return """
        {"service":"%s","indicator":{"metadata":{"name":"%s"},"spec":{"ratioMetric":{"counter":true,
         "bad":{"metricSource":{"type":"prometheus","spec":{"query":%s}}},
         "total":{"metricSource":{"type":"prometheus","spec":{"query":%s}}}}}}}\
        """
                .formatted(service, sli, text(bad), text(total));
    }

    /// The same for an SLO that is split by labels.
    public static String split(String labels, String spec) {
        return labels + SPLIT + spec;
    }

    private static String text(String text) {
        return JSON.writeValueAsString(text);
    }
}
