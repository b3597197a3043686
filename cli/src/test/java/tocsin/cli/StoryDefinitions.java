package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.runtime.definitions.Document;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Definitions that stories are told with.
final class StoryDefinitions {
    private static final String THREE_STEPS =
            """
            kind: EscalationPolicy
            metadata: {name: default}
            spec:
              steps:
                - targets: [{name: first, channels: [phone, console]}]
                  deliverWithin: 60s
                  acknowledgeWithin: 20m
                - targets: [{name: second, channels: [phone]}]
                  deliverWithin: 60s
                  acknowledgeWithin: 20m
                - targets: [{name: third, channels: [phone]}]
                  deliverWithin: 60s
                  acknowledgeWithin: 20m
              lastResort: {name: last-resort, channels: [console]}
            """;

    private StoryDefinitions() {}

    /// Those of `tocsin demo`.
    static List<Document> demo(Path folder) {
        try (var demo = DemoCommand.class.getResourceAsStream("demo.yaml")) {
            var config = Files.createDirectories(folder.resolve("config"));
            var yaml = new String(demo.readAllBytes(), UTF_8);
            Files.writeString(
                    config.resolve("demo.yaml"), yaml.replace("PHONE_URL", "http://phone.invalid"));
            return ConfigDirectory.read(config);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The same with an escalation policy of three steps, each waited for 20 minutes.
    static List<Document> threeSteps(Path folder) {
        var body = new YAMLMapper().readTree(THREE_STEPS);
        var policy = new Document("EscalationPolicy", "default", body);
        return demo(folder).stream()
                .map(document -> document.kind().equals(policy.kind()) ? policy : document)
                .toList();
    }
}
