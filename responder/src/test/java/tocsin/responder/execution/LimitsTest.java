package tocsin.responder.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.responder.remediation.Step;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

class LimitsTest {
    private static final Limits LIMITS =
            new Limits(
                    Set.of("/opt/deploy"),
                    Set.of(),
                    Set.of("deploy"),
                    Stream.of("shop/Deployment/checkout=2..20", "shop/StatefulSet/*")
                            .map(Workloads::parse)
                            .toList());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    RESTART | shop | Deployment  | checkout |    | true
                    UNDO    | shop | Deployment  | checkout |    | true
                    SCALE   | shop | Deployment  | checkout | 2  | true
                    SCALE   | shop | Deployment  | checkout | 20 | true
                    SCALE   | shop | Deployment  | checkout | 21 | false
                    SCALE   | shop | Deployment  | checkout | 0  | false
                    RESTART | shop | Deployment  | cart     |    | false
                    RESTART | prod | Deployment  | checkout |    | false
                    RESTART | shop | StatefulSet | any      |    | true
                    SCALE   | shop | StatefulSet | any      | 3  | false
                    """)
    void a_workload_is_changed_within_its_limits(
            Step.Kubernetes.Change change,
            String namespace,
            String kind,
            String name,
            String replicas,
            boolean allowed) {
        var step = new Step.Kubernetes(change, namespace, kind, name, String.valueOf(replicas));
        assertThat(LIMITS.objection(step).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void programs_and_endpoints_are_those_of_the_settings() {
        assertThat(LIMITS.objection(new Step.Command(List.of("/opt/deploy", "x")))).isEmpty();
        assertThat(LIMITS.objection(new Step.Command(List.of("/bin/sh"))))
                .hasValueSatisfying(text -> assertThat(text).contains("TOCSIN_PROGRAMS"));
        assertThat(LIMITS.objection(new Step.Webhook("deploy", Map.of()))).isEmpty();
        assertThat(LIMITS.objection(new Step.Webhook("other", Map.of())))
                .hasValueSatisfying(text -> assertThat(text).contains("TOCSIN_WEBHOOKS"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop", "shop/Pod/x", "shop/Deployment/x=3", "Shop/Deployment/x", "*/x/y"})
    void what_names_no_workloads_is_refused(String text) {
        assertThatThrownBy(() -> Workloads.parse(text)).hasMessageContaining("NAMESPACE/KIND/NAME");
    }
}
