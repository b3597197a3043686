package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.TopicPlan;
import tocsin.runtime.TopicPlan.Need;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class TopicsTest {
    private static final String PREFIX = "plan.";
    private static final short DEFAULT = -1;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private Path folder;

    @Test
    void a_plan_says_what_is_missing_and_what_differs() throws Exception {
        try (var broker = EmbeddedKafka.start(folder, Ports.free());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var first = TopicPlan.of(admin, PREFIX, 3);
            assertThat(first.steps())
                    .hasSize(Topics.ALL.size() + 1)
                    .extracting(TopicPlan.Step::need)
                    .containsOnly(Need.CREATE);

            first.apply(admin, PREFIX, 3, DEFAULT);
            LocalTocsin.await("topics", SOON, () -> plan(admin, 3).done());

            keepForAnHour(admin, Topics.ALERTS.name(PREFIX));
            LocalTocsin.await("a difference", SOON, () -> !plan(admin, 3).done());
            var second = plan(admin, 3);
            assertThat(second.steps())
                    .filteredOn(step -> step.need() == Need.CONFIGURE)
                    .extracting(TopicPlan.Step::detail)
                    .containsExactly("retention.ms is 3600000, not 31536000000");
            second.apply(admin, PREFIX, 3, DEFAULT);
            LocalTocsin.await("no difference", SOON, () -> plan(admin, 3).done());

            assertThat(plan(admin, 4).impossible()).isTrue();
        }
    }

    private static TopicPlan plan(Admin admin, int partitions) {
        try {
            return TopicPlan.of(admin, PREFIX, partitions);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void keepForAnHour(Admin admin, String topic) throws Exception {
        var change =
                new AlterConfigOp(
                        new ConfigEntry("retention.ms", "3600000"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(
                        Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                List.of(change)))
                .all()
                .get();
    }
}
