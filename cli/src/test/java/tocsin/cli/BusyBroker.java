package tocsin.cli;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An embedded broker in a process of its own, to be killed, with producers that commit one
/// transaction after the other: some are open at any moment, some just about to be committed.
final class BusyBroker {
    static final String TOPIC = "pairs";
    static final int PARTITIONS = 4;
    private static final int PRODUCERS = 8;
    private static final int BUSY = 30;

    private BusyBroker() {}

    /// ```
    /// BusyBroker FOLDER PORT RUN
    /// ```
    static void main(String[] arguments) throws Exception {
        var broker = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        var kafka = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
        try (var admin = Admin.create(kafka)) {
            if (!admin.listTopics().names().get().contains(TOPIC)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
            }
        }
        for (int number = 0; number < PRODUCERS; number++) {
            int producer = number;
            Thread.ofPlatform().start(() -> commitForEver(kafka, producer, arguments[2]));
        }
    }

    private static void commitForEver(Map<String, Object> kafka, int number, String run) {
        var config = new HashMap<>(kafka);
        config.put("transactional.id", "pairs-" + run + "-" + number);
        config.put("transaction.timeout.ms", 1_000);
        var text = new StringSerializer();
        try (var producer = new KafkaProducer<>(config, text, text)) {
            producer.initTransactions();
            for (int pair = 0; ; pair++) {
                var value = run + "/" + number + "/" + pair;
                producer.beginTransaction();
                var _ = producer.send(new ProducerRecord<>(TOPIC, number % PARTITIONS, "", value));
                var _ =
                        producer.send(
                                new ProducerRecord<>(TOPIC, (number + 1) % PARTITIONS, "", value));
                producer.commitTransaction();
                if (pair == BUSY) {
                    System.out.println("busy");
                }
            }
        }
    }
}
