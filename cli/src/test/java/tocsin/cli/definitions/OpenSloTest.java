package tocsin.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.SloReader;
import tocsin.runtime.definitions.DefinitionSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The examples of the OpenSLO v1 specification, good and bad.
class OpenSloTest {
    private static final Path FIXTURES = Path.of("src/test/resources/openslo");
    private static final Pattern EXPECTED = Pattern.compile(" *# ! (\\d+) (.*)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objects.yaml",
                "inline-datadog.yaml",
                "not-yet.yaml",
                "used.yaml",
                "malformed.yaml"
            })
    void exactly_what_the_fixture_says_is_found(String name) throws IOException {
        var file = FIXTURES.resolve(name);
        var expected = expected(Files.readAllLines(file));

        var found =
                DefinitionFolder.read(file).problems().stream()
                        .map(one -> "%d:%d %s".formatted(one.line(), one.column(), one.message()))
                        .sorted()
                        .toList();

        assertThat(found)
                .usingElementComparator((one, start) -> one.startsWith(start) ? 0 : 1)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<String> expected(List<String> lines) {
        var expected = new ArrayList<String>();
        var before = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            var marker = EXPECTED.matcher(lines.get(i));
            if (marker.matches()) {
                before.add(marker.group(1) + " " + marker.group(2));
            } else {
                int line = i + 1;
                before.forEach(text -> expected.add(line + ":" + text));
                before.clear();
            }
        }
        return expected;
    }

    @Test
    void references_and_alert_policies_become_what_the_engine_counts() throws IOException {
        var read = DefinitionFolder.read(FIXTURES.resolve("used.yaml"));
        var slo =
                SloReader.read(new DefinitionSet(1, "", Instant.EPOCH, read.documents()))
                        .slos()
                        .getFirst();

        assertThat(slo.service()).isEqualTo("shop");
        assertThat(slo.sli()).isEqualTo("requests");
        assertThat(slo.parts().all().getFirst().goodCounted()).isFalse();
        assertThat(slo.policy().name()).isEqualTo("fast+slow");
        assertThat(slo.policy().pairs())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "BurnPair[name=PAGE_FAST, factorMilli=14400, longMillis=3600000,"
                                + " shortMillis=300000]",
                        "BurnPair[name=TICKET_SLOW, factorMilli=1000, longMillis=259200000,"
                                + " shortMillis=21600000]");
    }
}
