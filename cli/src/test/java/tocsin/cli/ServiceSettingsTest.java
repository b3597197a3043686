package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;

/// What the settings say of themselves is so.
class ServiceSettingsTest {
    @Test
    void every_default_can_be_read() {
        assertThat(ServiceSettings.of(Map.of()).problems()).isEmpty();
    }

    @Test
    void every_example_is_read_and_good() {
        var examples =
                ServiceSettings.of(Map.of()).rows().stream()
                        .map(row -> row.setting().line().split("=", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

        var read = ServiceSettings.of(examples);

        assertThat(read.problems()).isEmpty();
        assertThat(read.unknown()).isEmpty();
        assertThat(read.readers().values())
                .flatExtracting(settings -> settings.values())
                .noneMatch(value -> value.source().equals("default"));
    }

    @Test
    void one_name_means_the_same_to_every_reader() {
        var read = ServiceSettings.of(Map.of());
        for (var row : read.rows()) {
            assertThat(read.readers().values())
                    .flatExtracting(settings -> settings.read())
                    .filteredOn(setting -> setting.name().equals(row.setting().name()))
                    .allMatch(setting -> setting.type().equals(row.setting().type()))
                    .allMatch(setting -> setting.doc().equals(row.setting().doc()));
        }
    }

    @Test
    void the_launcher_reads_what_is_said_of_it() throws IOException {
        var launcher = Files.readString(ComposeFile.PROJECT.resolve("tocsin"));
        for (var row : ServiceSettings.of(Map.of()).rows()) {
            if (row.setting().name().equals("JDK_VERSION")) {
                assertThat(launcher)
                        .contains(
                                "${%s:-%s}"
                                        .formatted(
                                                row.setting().variable(), row.setting().absent()))
                        .containsOnlyOnce("TOCSIN_");
            }
        }
    }
}
