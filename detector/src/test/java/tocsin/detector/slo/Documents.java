package tocsin.detector.slo;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.time.Instant;
import java.util.Arrays;

/// Definitions as an operator writes them.
public final class Documents {
    public static final String GOOGLE_SHARE =
            """
            apiVersion: tocsin.dev/v1
            kind: BurnPolicy
            metadata: {name: google-share}
            spec:
              pairs:
                - {share: 0.02, long: 1h, short: 5m, class: PAGE_FAST}
                - {share: 0.05, long: 6h, short: 30m, class: PAGE_SLOW}
                - {share: 0.10, long: 1d, short: 2h, class: TICKET_FAST}
                - {share: 0.10, long: 3d, short: 6h, class: TICKET_SLOW}
            """;

    public static final String DEMO =
            """
            apiVersion: tocsin.dev/v1
            kind: BurnPolicy
            metadata: {name: demo}
            spec:
              clearFor: 10s
              minEpisode: 20s
              pairs:
                - {factor: 14.4, long: 2m, short: 20s, class: PAGE_FAST}
            """;

    /// The example of a first SLO in the documentation.
    public static final String CHECKOUT =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: checkout-availability
              annotations: {tocsin.dev/burn-policy: google-share}
            spec:
              service: checkout
              budgetingMethod: Occurrences
              timeWindow: [{duration: 30d, isRolling: true}]
              indicator:
                metadata: {name: availability}
                spec:
                  ratioMetric:
                    counter: true
                    good: {metricSource: {type: tocsin, spec: {sli: availability}}}
                    total: {metricSource: {type: tocsin, spec: {sli: availability}}}
              objectives: [{target: 0.999}]
            """;

    private static final YAMLMapper YAML = new YAMLMapper();

    private Documents() {}

    /// The example for another service.
    public static String slo(String service, String policy) {
        return CHECKOUT.replace("checkout", service).replace("google-share", policy);
    }

    /// A set in effect since ever.
    public static DefinitionSet set(long version, String... documents) {
        return new DefinitionSet(
                version,
                "digest-" + version,
                Instant.EPOCH,
                Arrays.stream(documents).map(Documents::document).toList());
    }

    private static Document document(String text) {
        var body = YAML.readTree(text);
        return new Document(
                body.path("kind").asString(), body.path("metadata").path("name").asString(), body);
    }
}
