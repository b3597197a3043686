package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.SloReader;
import tocsin.responder.policy.Rulebook;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Tables and examples of the documentation are what the code says.
class DocumentationTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    @Test
    void the_settings_in_the_readme_are_the_settings_of_the_code() throws IOException {
        assertThat(Files.readString(PROJECT.resolve("README.md"))).contains(settingsTable());
    }

    @Test
    void the_topics_are_the_catalogue() throws IOException {
        assertThat(Files.readString(PROJECT.resolve("docs/operations.md"))).contains(topicsTable());
    }

    /// With `-Ddocs=write` it writes them instead.
    @ParameterizedTest
    @ValueSource(strings = {"data-dictionary.md", "asyncapi.yaml"})
    void generated_pages_are_what_the_schemas_say(String name) throws IOException {
        var page = name.endsWith(".md") ? DataDictionary.page() : AsyncApi.document();
        var file = PROJECT.resolve("docs").resolve(name);
        if (System.getProperty("docs", "").equals("write")) {
            Files.writeString(file, page);
        }

        assertThat(file).as("renew it with -Ddocs=write").hasContent(page);
    }

    @Test
    void the_examples_of_definitions_can_be_applied(@TempDir Path folder) throws IOException {
        var text = Files.readString(PROJECT.resolve("docs/definitions.md"));
        int count = 0;
        for (var block : text.split("```yaml\n", -1)) {
            if (block.startsWith("apiVersion")) {
                Files.writeString(
                        folder.resolve("example-" + count++ + ".yaml"),
                        block.substring(0, block.indexOf("```")));
            }
        }

        var documents = ConfigDirectory.read(folder);

        assertThat(count).isEqualTo(4);
        var set = new DefinitionSet(1, "", Instant.EPOCH, documents);
        assertThat(SloReader.read(set).slos()).hasSize(1);
        assertThat(Rulebook.of(set).problems()).isEmpty();
    }

    private static String settingsTable() {
        var services = ServiceSettings.of(Map.of()).services();
        var rows = new LinkedHashMap<String, Map<String, String>>();
        var docs = new LinkedHashMap<String, String>();
        services.forEach((service, settings) ->
                settings.asked()
                        .forEach(asked -> {
                            docs.putIfAbsent(asked.name(), asked.doc());
                            rows.computeIfAbsent(asked.name(), _ -> new LinkedHashMap<>())
                                    .put(service, plain(asked.absent()));
                        }));
        return rows.entrySet().stream()
                .map(row ->
                        "| `TOCSIN_%s` | %s | %s |"
                                .formatted(
                                        row.getKey(),
                                        defaults(row.getValue()),
                                        docs.get(row.getKey())))
                .collect(
                        Collectors.joining(
                                "\n", "| setting | default | what |\n|---|---|---|\n", "\n"));
    }

    private static String plain(String absent) {
        return absent.replaceAll("^\\[|]$", "");
    }

    private static String defaults(Map<String, String> byService) {
        if (byService.values().stream().allMatch(String::isEmpty)) {
            return "";
        }
        if (byService.size() == 4 && byService.values().stream().distinct().count() == 1) {
            return "`" + byService.values().iterator().next() + "`";
        }
        return byService.entrySet().stream()
                .map(one -> one.getKey() + " `" + one.getValue() + "`")
                .collect(Collectors.joining(", "));
    }

    private static String topicsTable() {
        return Topics.ALL.stream()
                .map(topic ->
                        "| `%s` | %s | %s |"
                                .formatted(topic.name(), Writers.of(topic), kept(topic)))
                .collect(Collectors.joining("\n"));
    }

    private static String kept(Topic<?> topic) {
        var layout =
                topic.layout() == Topic.Layout.SINGLE_PARTITION
                        ? ", one partition"
                        : topic.layout() == Topic.Layout.COMPACTED ? ", newest by incident" : "";
        return (topic.retention().isNegative() ? "for ever" : topic.retention().toDays() + " days")
                + layout;
    }
}
