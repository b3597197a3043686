package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.Notifier;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.AvroSerde;
import tocsin.schemas.Definition;
import tocsin.schemas.DefinitionDocument;
import tocsin.schemas.DefinitionKind;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.Message;
import tocsin.schemas.RememberedSchemas;
import tocsin.schemas.SchemaRegistry;
import tocsin.schemas.Schemas;
import tocsin.schemas.SetComplete;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A notifier in a process of its own is killed with `kill -9` at named points between the log and
/// the provider, one after the other, and the next one goes on from the log.
class NotifierKillTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<URI> NO_REGISTRY = List.of(URI.create("http://127.0.0.1:1"));

    @TempDir private Path folder;

    private TextMessages messages;
    private KafkaConfig kafka;
    private SchemaRegistry registry;
    private int lives;

    @Test
    void nothing_is_lost_and_nothing_doubled_that_the_provider_can_tell() throws Exception {
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"), Ports.free());
                var provider = new TextMessages()) {
            messages = provider;
            kafka = new KafkaConfig(broker.bootstrapServers(), NO_REGISTRY, "tocsin.", Map.of());
            prepare();

            page("aaaaaaaa");
            dieAt("before aaaaaaaa/STARTED");
            page("bbbbbbbb");
            dieAt("after bbbbbbbb/STARTED");
            page("cccccccc");
            dieInCall();
            page("dddddddd");
            dieAt("before dddddddd/ACCEPTED");
            try (var _ = start("")) {
                LocalTocsin.await("every page accepted", LIMIT, () -> accepted().size() == 4);
            }

            assertThat(messages.texts())
                    .as("messages that people got")
                    .extracting(text -> text.replaceAll("(?s).* page (.{8}).*", "$1"))
                    .containsExactlyInAnyOrder("aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd");
            assertThat(accepted()).doesNotHaveDuplicates();
            assertThat(pages(DeliveryKind.OUTCOME_UNKNOWN))
                    .as("asked for before they were sent again, or not")
                    .contains("bbbbbbbb", "cccccccc", "dddddddd");
        }
    }

    private void prepare() throws InterruptedException {
        try (var admin = Admin.create(kafka.admin("test"))) {
            TopicAdmin.create(admin, kafka.prefix(), EmbeddedKafka.PARTITIONS);
        }
        registry = new RememberedSchemas(new InMemorySchemaRegistry(), NO_REGISTRY, schemas());
        Schemas.registerAndLoad(registry, kafka.prefix(), Topics.ALL);
        var channel = new YAMLMapper().readTree(messages.channel());
        var json = JsonMapper.shared().writeValueAsString(channel);
        var document =
                Definition.newBuilder()
                        .setEnvelope(envelope("text"))
                        .setKind(DefinitionKind.DOCUMENT)
                        .setVersion(1)
                        .setDocument(new DefinitionDocument("Channel", "text", json))
                        .build();
        write(Topics.DEFINITIONS, "Channel/text@1", document);
        var complete = new SetComplete(1, "digest", Instant.EPOCH, "test");
        write(
                Topics.DEFINITIONS,
                "complete@1",
                Definition.newBuilder(document)
                        .setKind(DefinitionKind.SET_COMPLETE)
                        .setDocument(null)
                        .setSetComplete(complete)
                        .build());
    }

    private void dieAt(String failpoint) {
        try (var notifier = start(failpoint)) {
            notifier.awaitPrinted(Failpoint.REACHED, 1, LIMIT);
            kill(notifier);
        }
    }

    private void dieInCall() {
        messages.holdNext();
        try (var notifier = start("")) {
            LocalTocsin.await("the request", LIMIT, messages::holds);
            kill(notifier);
        }
        messages.letGo();
    }

    private static void kill(TocsinProcess notifier) {
        notifier.kill();
        LocalTocsin.await("its end", LIMIT, () -> !notifier.isAlive());
    }

    /// A static member of the group: the next one need not wait until this one is missed.
    private TocsinProcess start(String failpoint) {
        lives++;
        var registryUrl = NO_REGISTRY.getFirst().toString();
        return TocsinProcess.start(
                Notifier.class,
                folder.resolve("notifier-" + lives + ".log"),
                Map.ofEntries(
                        Map.entry("TOCSIN_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
                        Map.entry("TOCSIN_SCHEMA_REGISTRY_URL", registryUrl),
                        Map.entry("TOCSIN_SCHEMA_CACHE", schemas().toString()),
                        Map.entry("TOCSIN_HTTP_PORT", "0"),
                        Map.entry("TOCSIN_PRIVATE_RECEIVERS", "127.0.0.1"),
                        Map.entry("TOCSIN_CHANNEL_TEXT_SECRET", LocalTocsin.SECRET),
                        Map.entry("TOCSIN_KAFKA_GROUP_INSTANCE_ID", "one"),
                        Map.entry("TOCSIN_KAFKA_INTERCEPTOR_CLASSES", Failpoint.class.getName()),
                        Map.entry("FAILPOINT", failpoint)));
    }

    private Path schemas() {
        return folder.resolve("schemas.json");
    }

    private void page(String page) {
        var command =
                EscalationCommand.newBuilder()
                        .setEnvelope(envelope(page))
                        .setKind(EscalationKind.PAGE)
                        .setService("checkout")
                        .setIncident("checkout-" + page.substring(2))
                        .setPage(page)
                        .setTarget("on-call")
                        .setChannels(List.of("text"))
                        .setValidUntil(Instant.now().plus(Duration.ofHours(1)))
                        .setMessage(
                                Message.newBuilder()
                                        .setSeverity("SEV2")
                                        .setTitle("checkout burns")
                                        .setOpenedAt(Instant.now())
                                        .setLinks(Map.of())
                                        .build())
                        .build();
        write(Topics.ESCALATIONS, "checkout", command);
    }

    private <T extends SpecificRecord> void write(Topic<T> topic, String key, T value) {
        var values = new AvroSerde<>(topic, kafka.prefix(), registry).serializer();
        try (var producer =
                new KafkaProducer<>(kafka.producer("test"), new StringSerializer(), values)) {
            producer.send(new ProducerRecord<>(topic.name(kafka.prefix()), key, value));
        }
    }

    private List<String> accepted() {
        return pages(DeliveryKind.ACCEPTED);
    }

    /// Of the steps of this kind, in their order.
    private List<String> pages(DeliveryKind kind) {
        return new LogReader(kafka, ValueSerdes.own(kafka.prefix(), registry))
                .values(Topics.DELIVERIES).stream()
                        .filter(step -> step.getKind() == kind)
                        .map(DeliveryEvent::getPage)
                        .toList();
    }

    private static Envelope envelope(String id) {
        return Envelope.newBuilder().setId(id).setAt(Instant.now()).build();
    }
}
