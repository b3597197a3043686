package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Definitions that stories are told with.
final class StoryDefinitions {
    private static final YAMLMapper YAML = new YAMLMapper();
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
              updateEvery: {}
              acknowledgedFor: never
            """;

    private static final String REMEDIATION =
            """
            kind: RemediationPolicy
            metadata: {name: default}
            spec: {mode: approve}
            """;

    private static final String ROLL_BACK =
            """
            kind: Action
            metadata: {name: roll-back}
            spec:
              mode: approve
              parameters: {from: "{version}", to: "{previousVersion}"}
              run: {command: [/opt/deploy, "{service}", "{parameter.to}"]}
              runUndo: {command: [/opt/deploy, "{service}", "{parameter.from}"]}
              undo: deploy it again
            """;

    private StoryDefinitions() {}

    /// Those of `tocsin demo`, with a rollback that people can approve.
    static List<Document> rollback(Path folder) {
        return rollback(folder, "/opt/deploy");
    }

    /// @param program what the rollback runs
    static List<Document> rollback(Path folder, String program) {
        var documents = new ArrayList<>(demo(folder));
        documents.removeIf(document -> document.kind().equals("Action"));
        var yaml = new YAMLMapper();
        documents.add(new Document("RemediationPolicy", "default", yaml.readTree(REMEDIATION)));
        documents.add(
                new Document(
                        "Action",
                        "roll-back",
                        yaml.readTree(ROLL_BACK.replace("/opt/deploy", program))));
        return documents;
    }

    /// The same with a request instead of a program.
    ///
    /// @param endpoint where it is sent, by name
    static List<Document> request(Path folder, String endpoint) {
        return running(folder, "{webhook: {endpoint: " + endpoint + ", payload: {}}}");
    }

    /// The same with a restart on Kubernetes.
    static List<Document> restart(Path folder) {
        var what = "do: restart, namespace: shop, kind: Deployment, name: checkout";
        return running(folder, "{kubernetes: {" + what + "}}");
    }

    private static List<Document> running(Path folder, String step) {
        var documents = rollback(folder);
        documents.removeIf(document -> document.kind().equals("Action"));
        var action = ROLL_BACK.replaceAll("\\{command: .*}", step);
        documents.add(new Document("Action", "roll-back", new YAMLMapper().readTree(action)));
        return documents;
    }

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
        return with(folder, THREE_STEPS);
    }

    /// The same, with a rollback that people can approve.
    static List<Document> threeStepsAndRollback(Path folder) {
        return with(folder, String.join("---\n", THREE_STEPS, REMEDIATION, ROLL_BACK));
    }

    /// Those of the demo and these, which replace whatever has the same kind and name.
    static List<Document> with(Path folder, String yaml) {
        var all = new LinkedHashMap<String, Document>();
        demo(folder).forEach(document -> all.put(key(document), document));
        try (var read = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (read.hasNextValue()) {
                var body = read.nextValue();
                var document =
                        new Document(
                                body.path("kind").asString(),
                                body.at("/metadata/name").asString(),
                                body);
                all.put(key(document), document);
            }
        }
        return List.copyOf(all.values());
    }

    private static String key(Document document) {
        return document.kind() + "/" + document.name();
    }
}
