package tocsin.responder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.time.Instant;
import java.util.List;

class PolicyLintTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    @Test
    void a_mute_time_that_hides_the_worst_is_warned_of() {
        assertThat(check("[SEV3, SEV4]")).isEmpty();
        assertThat(check("[SEV1, SEV2]"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.WARNING);
                    assertThat(finding.path()).isEqualTo("spec.muteTimes[0].severities");
                    assertThat(finding.message())
                            .isEqualTo("hides SEV-1: nobody is told of it in these hours");
                });
    }

    private static List<Finding> check(String severities) {
        var policy =
                """
                spec:
                  steps: [{targets: [{name: on-call, channels: [console]}]}]
                  lastResort: {name: boss, channels: [console]}
                  muteTimes:
                    - {days: [SAT], from: "20:00", to: "08:00", timeZone: UTC, severities: %s}
                """
                        .formatted(severities);
        var documents =
                List.of(
                        document("EscalationPolicy", "default", policy),
                        document("Channel", "console", "spec: {type: console}"));
        return new PolicyLint(NINE).check(new DefinitionSet(1, "d", Instant.EPOCH, documents));
    }

    private static Document document(String kind, String name, String yaml) {
        return new Document(kind, name, new YAMLMapper().readTree(yaml));
    }
}
