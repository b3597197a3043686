package tocsin.cli;

import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/// The topics as an AsyncAPI document. Source: AsyncAPI 3.0.0; Kafka bindings 0.5.0.
final class AsyncApi {
    private static final String AVRO = "application/vnd.apache.avro+json;version=1.12.0";

    private AsyncApi() {}

    static String document() {
        var channels = new LinkedHashMap<String, Object>();
        var operations = new LinkedHashMap<String, Object>();
        var messages = new LinkedHashMap<String, Object>();
        for (var topic : Topics.ALL) {
            var message = topic.schema().getName();
            channels.put(topic.name(), channel(topic, message));
            operations.put(
                    "write-" + topic.name(),
                    map(
                            "action",
                            "send",
                            "channel",
                            reference("#/channels/" + topic.name()),
                            "summary",
                            "Written by " + Writers.of(topic)));
            messages.put(message, message(topic));
        }
        var document =
                map(
                        "asyncapi",
                        "3.0.0",
                        "info",
                        map(
                                "title",
                                "Tocsin",
                                "version",
                                "0.1.0",
                                "description",
                                "What the services of Tocsin tell each other. Generated from the"
                                        + " topic catalogue."),
                        "defaultContentType",
                        "application/vnd.confluent.avro",
                        "channels",
                        channels,
                        "operations",
                        operations,
                        "components",
                        map("messages", messages));
        return new YAMLMapper().writeValueAsString(document);
    }

    private static Map<String, Object> channel(Topic<?> topic, String message) {
        boolean compacted = topic.layout() == Topic.Layout.COMPACTED;
        return map(
                "address",
                topic.name(Topics.DEFAULT_PREFIX),
                "description",
                topic.layout() == Topic.Layout.SINGLE_PARTITION
                        ? "One partition, so that it has one order."
                        : "Every such topic has the same number of partitions.",
                "messages",
                map(message, reference("#/components/messages/" + message)),
                "bindings",
                map(
                        "kafka",
                        map(
                                "topicConfiguration",
                                map(
                                        "cleanup.policy",
                                        new String[] {compacted ? "compact" : "delete"},
                                        "retention.ms",
                                        topic.retention().toMillis()),
                                "bindingVersion",
                                "0.5.0")));
    }

    private static Map<String, Object> message(Topic<?> topic) {
        return map(
                "summary",
                topic.schema().getDoc(),
                "bindings",
                map("kafka", map("schemaIdLocation", "payload", "bindingVersion", "0.5.0")),
                "payload",
                map(
                        "schemaFormat",
                        AVRO,
                        "schema",
                        JsonMapper.shared().readTree(topic.schema().toString())));
    }

    private static Map<String, Object> reference(String to) {
        return map("$ref", to);
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
