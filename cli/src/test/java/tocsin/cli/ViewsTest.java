package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.ControlsView;
import tocsin.runtime.DefinitionsView;
import tocsin.runtime.LogView;
import tocsin.runtime.Platform;
import tocsin.schemas.AvroSerde;
import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Definition;
import tocsin.schemas.DefinitionDocument;
import tocsin.schemas.DefinitionKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.SetComplete;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Views of definitions and controls on a real broker.
class ViewsTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir private static Path folder;

    private static BrokerFixture broker;
    private static Platform platform;

    @BeforeAll
    static void start() {
        broker = BrokerFixture.start(folder);
        platform = new Platform(broker.kafka());
    }

    @AfterAll
    static void stop() {
        platform.close();
        broker.close();
    }

    @Test
    void a_set_counts_once_it_is_complete_and_is_chosen_by_time() throws InterruptedException {
        write(Topics.DEFINITIONS, "a", document(1, "one"));
        write(Topics.DEFINITIONS, "b", complete(1, 1, NINE));
        write(Topics.DEFINITIONS, "c", document(2, "two"));
        write(Topics.DEFINITIONS, "d", document(3, "three"));
        write(Topics.DEFINITIONS, "e", complete(3, 2, NINE.plusSeconds(30)));
        write(Topics.DEFINITIONS, "f", document(4, "four"));
        write(Topics.DEFINITIONS, "g", complete(4, 1, NINE.plusSeconds(60)));

        try (var view = new DefinitionsView("test", platform)) {
            assertThat(view.awaitCaughtUp(LIMIT)).isTrue();

            assertThat(view.at(NINE.minusMillis(1)).version()).isZero();
            assertThat(view.at(NINE).version()).isEqualTo(1);
            assertThat(view.at(NINE.plusSeconds(59)).version())
                    .as("set 2 never ended, set 3 lacks a document")
                    .isEqualTo(1);
            assertThat(view.at(NINE.plusSeconds(60)).find("SLO", "four")).isPresent();
            assertThat(platform.health().problems().get("test-definitions"))
                    .contains("set 3 holds 1 documents instead of 2");
        }
    }

    @Test
    void a_control_is_in_effect_between_its_times_until_it_is_removed()
            throws InterruptedException {
        write(Topics.CONTROLS, "s1", control("s1", ControlKind.SILENCE));
        write(Topics.CONTROLS, "s2", control("s2", ControlKind.SILENCE));
        write(Topics.CONTROLS, "s2", control("s2", ControlKind.REMOVED));

        try (var view = new ControlsView("test", platform)) {
            assertThat(view.awaitCaughtUp(LIMIT)).isTrue();

            assertThat(view.at(NINE.minusMillis(1))).isEmpty();
            assertThat(view.at(NINE)).hasSize(1);
            assertThat(view.at(NINE.plusSeconds(60))).isEmpty();
        }
    }

    @Test
    void a_view_from_a_time_leaves_out_what_is_older() throws InterruptedException {
        var now = Instant.now();
        write(Topics.SIGNALS, "checkout", signal("old"), now.minusSeconds(7_200));
        write(Topics.SIGNALS, "checkout", signal("new"), now.minusSeconds(60));
        var read = new CopyOnWriteArrayList<String>();
        var source =
                new LogView.Source<>(Topics.SIGNALS, record -> read.add(record.value().getSlo()));

        try (var view =
                new LogView("test-late", platform, List.of(source), now.minusSeconds(3_600))) {
            assertThat(view.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(read).containsExactly("new");
        }
    }

    private static SignalPoint signal(String slo) {
        return SignalPoint.newBuilder()
                .setEnvelope(envelope(slo))
                .setKind(SignalKind.SLO)
                .setService("checkout")
                .setSlo(slo)
                .build();
    }

    private static Envelope envelope(String id) {
        return Envelope.newBuilder().setId(id).setAt(NINE).build();
    }

    private static Definition document(long version, String name) {
        return Definition.newBuilder()
                .setEnvelope(envelope("SLO/" + name))
                .setKind(DefinitionKind.DOCUMENT)
                .setVersion(version)
                .setDocument(new DefinitionDocument("SLO", name, "{\"kind\":\"SLO\"}"))
                .build();
    }

    private static Definition complete(long version, int documents, Instant from) {
        return Definition.newBuilder()
                .setEnvelope(envelope("complete/" + version))
                .setKind(DefinitionKind.SET_COMPLETE)
                .setVersion(version)
                .setSetComplete(new SetComplete(documents, "digest" + version, from, "test"))
                .build();
    }

    private static Control control(String id, ControlKind kind) {
        return Control.newBuilder()
                .setEnvelope(envelope(id))
                .setKind(kind)
                .setFrom(NINE)
                .setTo(NINE.plusSeconds(60))
                .setMatchers(Map.of("service", "checkout"))
                .build();
    }

    private static <T extends SpecificRecord> void write(Topic<T> topic, String key, T value) {
        write(topic, key, value, Instant.now());
    }

    private static <T extends SpecificRecord> void write(
            Topic<T> topic, String key, T value, Instant timestamp) {
        var serde = new AvroSerde<>(topic, Topics.DEFAULT_PREFIX, platform.registry());
        try (var producer =
                new KafkaProducer<>(
                        broker.kafka().producer("test"),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            var bytes = serde.serializer().serialize(topic.name(), value);
            producer.send(
                    new ProducerRecord<>(
                            topic.name(Topics.DEFAULT_PREFIX),
                            null,
                            timestamp.toEpochMilli(),
                            key,
                            bytes));
        }
    }
}
