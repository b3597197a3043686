package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

import tocsin.runtime.Traces;
import tocsin.schemas.OddSerde;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

/// The whole pipeline with the serde of somebody else, and the build that brings Confluent's.
class ChosenSerdeTest {
    private static final String MARK = HexFormat.of().formatHex("O".getBytes(US_ASCII));

    @Test
    void an_outage_is_paged_and_verified_with_another_serde_on_every_topic(@TempDir Path folder) {
        try (var pipeline =
                new Pipeline(
                        folder,
                        StoryDefinitions.demo(folder),
                        OddSerde.chosen(TopicLog.PREFIX),
                        Traces.OFF)) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.traffic(20, 20);
            pipeline.advance(Duration.ofSeconds(5));

            pipeline.expectPage("on-call", "phone");
            assertThat(pipeline.values(Topics.DELIVERIES)).isNotEmpty();
            assertThat(pipeline.verify().same()).isTrue();
            assertThat(pipeline.lines())
                    .as("topic, time, key, value, headers")
                    .allMatch(line -> line.split(" ", -1)[3].startsWith(MARK));
        }
    }

    @Test
    void the_profile_confluent_takes_its_repository_from_the_operator() throws Exception {
        var pom =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Path.of("pom.xml").toFile())
                        .getDocumentElement();
        var profile =
                elements(pom, "profile")
                        .filter(one -> text(one, "id").equals("confluent"))
                        .findFirst()
                        .orElseThrow();

        assertThat(text(child(profile, "repository"), "url")).isEqualTo("${confluent.repository}");
        assertThat(profile.getTextContent()).doesNotContain("://");
        var dependency = child(profile, "dependency");
        assertThat(text(dependency, "groupId")).isEqualTo("io.confluent");
        assertThat(text(dependency, "artifactId")).isEqualTo("kafka-streams-avro-serde");
        assertThat(text(dependency, "scope")).isEqualTo("runtime");
    }

    private static Element child(Element parent, String name) {
        return elements(parent, name).findFirst().orElseThrow();
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent().strip();
    }

    private static Stream<Element> elements(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }
}
