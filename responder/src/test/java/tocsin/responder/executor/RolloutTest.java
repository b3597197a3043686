package tocsin.responder.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {
    private static final String GIVEN_UP =
            "conditions: [{type: Progressing, reason: ProgressDeadlineExceeded}]";

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Deployment  | observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3 | true  | false
                    Deployment  | observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3 | false | false
                    Deployment  | observedGeneration: 2, replicas: 4, updatedReplicas: 3, readyReplicas: 3 | false | false
                    Deployment  | observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 2 | false | false
                    Deployment  | observedGeneration: 2, replicas: 3, updatedReplicas: 1, STUCK            | false | true
                    Deployment  | observedGeneration: 1, replicas: 3, updatedReplicas: 1, STUCK            | false | false
                    Deployment  |                                                                          | false | false
                    StatefulSet | observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3 | true  | false
                    DaemonSet   | observedGeneration: 2, desiredNumberScheduled: 5, updatedNumberScheduled: 5, numberAvailable: 5 | true | false
                    DaemonSet   | observedGeneration: 2, desiredNumberScheduled: 5, updatedNumberScheduled: 4, numberAvailable: 5 | false | false
                    """)
    void what_the_controller_said_before_the_change_says_nothing_of_it(
            String kind, String status, boolean done, boolean stuck) {
        var text =
                "kind: %s\nmetadata: {generation: 2}\nspec: {replicas: 3}\nstatus: {%s}\n"
                        .formatted(kind, status == null ? "" : status.replace("STUCK", GIVEN_UP));
        var rollout = Rollout.of(kind, YAML.unmarshal(text, GenericKubernetesResource.class));

        assertThat(rollout.done()).isEqualTo(done);
        assertThat(rollout.stuck()).isEqualTo(stuck);
    }
}
