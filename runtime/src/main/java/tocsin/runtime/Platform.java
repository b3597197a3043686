package tocsin.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.apache.kafka.clients.admin.Admin;

import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.RegistryException;
import tocsin.schemas.RememberedSchemas;
import tocsin.schemas.SchemaRegistry;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What the services of one process share: Kafka's address, the registry, meters and health. In
/// production one service each; `tocsin up` starts all on one.
public final class Platform implements AutoCloseable {
    private static final int CHECK_SECONDS = 2;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final KafkaConfig kafka;
    private final SchemaRegistry asked;
    private final SchemaRegistry registry;
    private final ValueSerdes serdes;
    private final Traces traces;
    private final PrometheusMeterRegistry meters;
    private final Health health = new Health();
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Admin admin;
    private final ScheduledExecutorService checker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("dependency-check").daemon().factory());
    private volatile Optional<String> kafkaProblem = Optional.of("not asked yet");
    private volatile Optional<String> registryProblem = Optional.of("not asked yet");

    /// Without spans.
    ///
    /// @throws IllegalArgumentException when the classes chosen for values cannot be set up
    public Platform(KafkaConfig kafka) {
        this(kafka, Traces.OFF);
    }

    /// @param traces closed with the platform
    /// @throws IllegalArgumentException when the classes chosen for values cannot be set up
    public Platform(KafkaConfig kafka, Traces traces) {
        this.kafka = kafka;
        this.traces = traces;
        asked = new HttpSchemaRegistry(kafka.registries());
        registry =
                kafka.schemaCache()
                        .<SchemaRegistry>map(
                                file -> new RememberedSchemas(asked, kafka.registries(), file))
                        .orElse(asked);
        serdes = kafka.serde().open(kafka, registry, asked);
        meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        gc.bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        Gauge.builder("tocsin.ready", health, checks -> checks.ready() ? 1 : 0)
                .description("1 while every check of /health/ready is content, else 0")
                .register(meters);
        admin = Admin.create(kafka.admin("dependency-check"));
        health.check("kafka", () -> kafkaProblem);
        health.check("schema-registry", () -> registryProblem);
        var _ =
                checker.scheduleWithFixedDelay(
                        this::askDependencies, 0, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    public KafkaConfig kafka() {
        return kafka;
    }

    public SchemaRegistry registry() {
        return registry;
    }

    /// How values are written and read.
    public ValueSerdes serdes() {
        return serdes;
    }

    public Traces traces() {
        return traces;
    }

    public PrometheusMeterRegistry meters() {
        return meters;
    }

    public Health health() {
        return health;
    }

    private void askDependencies() {
        kafkaProblem = askKafka();
        registryProblem = askRegistry();
    }

    private Optional<String> askKafka() {
        try {
            admin.describeCluster().nodes().get(5, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of(
                    "no answer from " + kafka.bootstrapServers() + ": " + e.getClass().getName());
        }
    }

    private Optional<String> askRegistry() {
        try {
            asked.versions(Topics.DEFINITIONS.subject(kafka.prefix()));
            return Optional.empty();
        } catch (RegistryException e) {
            return Optional.of(e.getMessage() + standIn());
        }
    }

    private String standIn() {
        return registry instanceof RememberedSchemas remembered && remembered.standsIn()
                ? "; works with the schemas in " + kafka.schemaCache().orElseThrow()
                : "";
    }

    @Override
    public void close() {
        checker.shutdownNow();
        admin.close(CLOSE_LIMIT);
        traces.close();
        serdes.close();
        gc.close();
        meters.close();
    }
}
