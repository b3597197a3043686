package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.rule.RuleLint;
import tocsin.detector.slo.SloReader;
import tocsin.responder.oncall.Span;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.remediation.Catalogue;
import tocsin.responder.remediation.DeployPolicies;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/// Tables and examples of the documentation are what the code says.
class DocumentationTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final boolean WRITE = System.getProperty("docs", "").equals("write");
    private static final String RENEW = "renew it with -Ddocs=write";

    /// With `-Ddocs=write` it writes them instead.
    @Test
    void the_settings_in_the_readme_are_the_settings_of_the_code() throws IOException {
        var file = PROJECT.resolve("README.md");
        var table =
                "<!-- settings: generated from the code, checked by a test -->\n"
                        + SettingsPage.common()
                        + "<!-- end of settings -->";
        if (WRITE) {
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst(
                                    "(?s)<!-- settings:.*<!-- end of settings -->",
                                    Matcher.quoteReplacement(table)));
        }

        assertThat(file).content().as(RENEW).contains(table);
    }

    /// With `-Ddocs=write` it writes them instead.
    @Test
    void the_rules_built_in_are_those_of_the_page() throws IOException {
        var file = PROJECT.resolve("docs/detection.md");
        var table = "<!-- rules -->\n" + RulesTable.table() + "<!-- end of rules -->";
        if (WRITE) {
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst(
                                    "(?s)<!-- rules -->.*<!-- end of rules -->",
                                    Matcher.quoteReplacement(table)));
        }

        assertThat(file).content().as(RENEW).contains(table);
    }

    @Test
    void the_topics_are_the_catalogue() throws IOException {
        assertThat(Files.readString(PROJECT.resolve("docs/operations.md"))).contains(topicsTable());
    }

    /// With `-Ddocs=write` it writes them instead.
    @ParameterizedTest
    @ValueSource(strings = {"data-dictionary.md", "asyncapi.yaml", "settings.md"})
    void generated_pages_are_what_the_code_says(String name) throws IOException {
        var page =
                switch (name) {
                    case "data-dictionary.md" -> DataDictionary.page();
                    case "asyncapi.yaml" -> AsyncApi.document();
                    default -> SettingsPage.page();
                };
        var file = PROJECT.resolve("docs").resolve(name);
        if (WRITE) {
            Files.writeString(file, page);
        }

        assertThat(file).as(RENEW).hasContent(page);
    }

    @Test
    void the_examples_of_definitions_can_be_applied(@TempDir Path folder) throws IOException {
        var text = Files.readString(PROJECT.resolve("docs/definitions.md"));
        int count = 0;
        for (var block : text.split("```yaml\n", -1)) {
            if (block.startsWith("apiVersion") || block.startsWith("version")) {
                Files.writeString(
                        folder.resolve("example-" + count++ + ".yaml"),
                        block.substring(0, block.indexOf("```")));
            }
        }

        var documents = ConfigDirectory.read(folder);

        assertThat(count).isEqualTo(22);
        var set = new DefinitionSet(1, "", Instant.EPOCH, documents);
        assertThat(SloReader.read(set).slos()).hasSize(6);
        assertThat(new RuleLint().check(set)).isEmpty();
        assertThat(Rulebook.of(set).problems()).isEmpty();
        assertThat(Rulebook.of(set).windows()).hasSize(1);
        var year =
                new Span(
                        Instant.parse("2026-01-05T08:00:00Z"),
                        Instant.parse("2027-01-05T08:00:00Z"));
        assertThat(Rulebook.of(set).roster().problems(year)).isEmpty();
        assertThat(Catalogue.of(set).problems()).isEmpty();
        assertThat(Catalogue.of(set).actions()).hasSize(12);
        assertThat(DeployPolicies.of(set).problems()).isEmpty();
        assertThat(DeployPolicies.of(set).policies()).hasSize(1);
        assertThat(ConfigDirectory.folder(folder).problems()).isEmpty();
    }

    private static String topicsTable() {
        return Topics.ALL.stream()
                .map(topic ->
                        "| `%s` | %s | %s |"
                                .formatted(topic.name(), Writers.of(topic), kept(topic)))
                .collect(Collectors.joining("\n"));
    }

    private static String kept(Topic<?> topic) {
        if (topic.layout() == Topic.Layout.COMPACTED) {
            return "newest by incident, until 30 days after its resolution";
        }
        return (topic.retention().isNegative() ? "for ever" : topic.retention().toDays() + " days")
                + (topic.layout() == Topic.Layout.SINGLE_PARTITION ? ", one partition" : "");
    }
}
