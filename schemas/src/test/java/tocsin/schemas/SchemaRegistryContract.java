package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// What every registry has to do, a real one and a fake alike.
public abstract class SchemaRegistryContract {
    private static final AtomicInteger SUBJECTS = new AtomicInteger();

    private final String subject =
            "contract-" + SUBJECTS.incrementAndGet() + "-" + System.nanoTime() + "-value";

    /// The registry under test; each call a client of its own, without anything remembered.
    protected abstract SchemaRegistry registry();

    @Test
    void a_registered_schema_is_found_by_its_id() {
        var schema = record("string");

        int id = registry().register(subject, schema);

        assertThat(registry().schema(id)).isEqualTo(schema);
        assertThat(registry().register(subject, schema)).isEqualTo(id);
        assertThat(registry().versions(subject))
                .containsExactly(new SchemaRegistry.Registered(id, schema));
    }

    @Test
    void a_subject_that_does_not_exist_has_no_versions_and_accepts_everything() {
        assertThat(registry().versions(subject)).isEmpty();
        assertThat(registry().compatible(subject, record("string"))).isTrue();
    }

    @Test
    void an_unknown_id_is_an_error_that_does_not_go_away() {
        assertThatThrownBy(() -> registry().schema(987_654))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        problem -> assertThat(problem.temporary()).isFalse());
    }

    @Test
    void under_full_transitive_a_field_with_a_default_may_come_and_a_type_may_not_change() {
        var registry = registry();
        registry.requireFullTransitive(subject);
        registry.register(subject, record("string"));
        var wider = withNote();

        assertThat(registry.compatible(subject, wider)).isTrue();
        assertThat(registry.compatible(subject, record("long"))).isFalse();
        registry.register(subject, wider);
        assertThatThrownBy(() -> registry().register(subject, record("long")))
                .isInstanceOf(RegistryException.class);
        assertThat(registry().versions(subject)).hasSize(2);
    }

    @Test
    void every_topic_of_the_catalogue_registers_and_stays_compatible() {
        var prefix = subject + ".";
        Schemas.registerAndLoad(registry(), prefix, Topics.ALL);
        Schemas.registerAndLoad(registry(), prefix, Topics.ALL);

        for (var topic : List.copyOf(Topics.ALL)) {
            assertThat(registry().versions(topic.subject(prefix))).hasSize(1);
            assertThat(registry().compatible(topic.subject(prefix), topic.schema())).isTrue();
        }
    }

    @Test
    void services_may_start_at_the_same_moment() throws Exception {
        for (int round = 0; round < 5; round++) {
            var prefix = subject + "-" + round + ".";
            var starts =
                    IntStream.range(0, 6)
                            .<Callable<Integer>>mapToObj(_ ->
                                    () -> {
                                        var topics =
                                                List.<Topic<?>>of(Topics.METRICS, Topics.ALERTS);
                                        Schemas.registerAndLoad(registry(), prefix, topics);
                                        return registry()
                                                .register(
                                                        Topics.METRICS.subject(prefix),
                                                        Topics.METRICS.schema());
                                    })
                            .toList();
            var ids = new HashSet<Integer>();
            try (var threads = Executors.newFixedThreadPool(starts.size())) {
                for (var start : threads.invokeAll(starts)) {
                    ids.add(start.get());
                }
            }
            assertThat(ids).hasSize(1);
            assertThat(registry().versions(Topics.METRICS.subject(prefix))).hasSize(1);
        }
    }

    private static Schema record(String type) {
        return SchemaBuilder.record("Probe")
                .namespace("tocsin.contract")
                .fields()
                .name("id")
                .type(type)
                .noDefault()
                .endRecord();
    }

    private static Schema withNote() {
        return SchemaBuilder.record("Probe")
                .namespace("tocsin.contract")
                .fields()
                .requiredString("id")
                .name("note")
                .type("string")
                .withDefault("")
                .endRecord();
    }
}
