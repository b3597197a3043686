package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SettingsTest {
    private static final Setting<Integer> THREADS =
            new Setting<>("THREADS", SettingType.COUNT, "1", "4", "Stream threads");
    private static final Setting<Integer> PORT =
            new Setting<>("HTTP_PORT", SettingType.PORT, "8080", "0", "Where it listens");
    private static final Setting<URI> URL =
            new Setting<>("URL", SettingType.URL, "http://localhost", "http://host", "Where it is");
    private static final Setting<String> WORD =
            new Setting<>("WORD", SettingType.oneOf("one", "two"), "one", "two", "One or two");
    private static final Setting<String> SECRETS =
            new Setting<>(
                    "<NAME>_SECRET",
                    SettingType.secret(SettingsTest::notTooShort),
                    "",
                    "PHONE=longer",
                    "What it signs with");

    @Test
    void an_absent_or_blank_variable_means_the_default() {
        var settings = new Settings(Map.of("TOCSIN_THREADS", " "));

        assertThat(settings.get(THREADS)).isEqualTo(1);
        assertThat(settings.get(PORT)).isEqualTo(8080);
        assertThat(settings.find(PORT)).isEmpty();
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void every_problem_is_named_at_once_and_once() {
        var settings =
                new Settings(
                        Map.of(
                                "TOCSIN_THREADS", "many",
                                "TOCSIN_HTTP_PORT", "70000",
                                "TOCSIN_URL", "http://me:canary@no host",
                                "TOCSIN_WORD", "three",
                                "TOCSIN_PHONE_SECRET", "birdy",
                                "TOCSIN_PAGER_SECRET_FILE", "/no/such/file"));
        settings.get(THREADS);
        settings.get(THREADS);
        settings.get(PORT);
        settings.get(URL);
        settings.get(WORD);
        settings.family(SECRETS);

        assertThat(settings.problems())
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo("TOCSIN_THREADS=many: not a number"),
                        one ->
                                assertThat(one)
                                        .isEqualTo("TOCSIN_HTTP_PORT=70000: a port is 0 to 65535"),
                        one ->
                                assertThat(one)
                                        .startsWith("TOCSIN_URL=http://<secret>@no host: a URL is"),
                        one ->
                                assertThat(one)
                                        .isEqualTo(
                                                "TOCSIN_WORD=three: it has to be one of one, two"),
                        one ->
                                assertThat(one)
                                        .startsWith(
                                                "TOCSIN_PAGER_SECRET_FILE=/no/such/file: cannot be"
                                                        + " read"),
                        one -> assertThat(one).isEqualTo("TOCSIN_PHONE_SECRET: too short"));
        assertThatThrownBy(settings::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.join("\n  ", settings.problems()));
    }

    @Test
    void a_family_has_a_member_for_each_name_from_the_variable_or_its_file(@TempDir Path folder)
            throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "from a file\n");
        var settings =
                new Settings(
                        Map.of(
                                "TOCSIN_A_SECRET_FILE", file.toString(),
                                "TOCSIN_B_B_SECRET", "from the variable",
                                "TOCSIN_C_SECRET", ""));

        assertThat(settings.family(SECRETS))
                .containsExactly(entry("A", "from a file"), entry("B_B", "from the variable"));
    }

    @Test
    void values_are_shown_with_their_source_and_secrets_not_at_all(@TempDir Path folder)
            throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "canary");
        var settings =
                new Settings(
                        Map.of(
                                "TOCSIN_THREADS", "3",
                                "TOCSIN_URL", "https://me:canary@host/path",
                                "TOCSIN_A_SECRET", "canary",
                                "TOCSIN_B_SECRET_FILE", file.toString()));
        settings.get(THREADS);
        settings.get(PORT);
        settings.get(URL);
        settings.family(SECRETS);

        assertThat(settings.values())
                .containsExactly(
                        new Settings.Value("TOCSIN_THREADS", "3", "environment"),
                        new Settings.Value("TOCSIN_HTTP_PORT", "8080", "default"),
                        new Settings.Value(
                                "TOCSIN_URL", "https://<secret>@host/path", "environment"),
                        new Settings.Value("TOCSIN_A_SECRET", "<secret>", "environment"),
                        new Settings.Value("TOCSIN_B_SECRET", "<secret>", "file " + file));
        assertThat(settings.unknown(settings.read())).isEmpty();
    }

    @Test
    void what_nobody_reads_is_unknown() {
        var settings =
                new Settings(
                        Map.of(
                                "TOCSIN_THREAD", "3",
                                "TOCSIN_COLOUR", "blue",
                                "TOCSIN_HTTP_PORT", "1",
                                "TOCSIN_PHONE_SECRET", "canary",
                                "HOME", "/root"));
        settings.get(THREADS);

        assertThat(settings.unknown(List.of(THREADS, PORT, SECRETS)))
                .containsExactly(
                        entry("TOCSIN_COLOUR", Optional.empty()),
                        entry("TOCSIN_THREAD", Optional.of("TOCSIN_THREADS")));
    }

    @ParameterizedTest
    @CsvSource({
        "THREAD, THREADS",
        "THRAEDS, THREADS",
        "BOOTSTRAP_SERVER, BOOTSTRAP_SERVERS",
        "HTTP_PORTS, HTTP_PORT",
        "COLOUR, "
    })
    void the_nearest_spelling_is_suggested(String written, String meant) {
        var known = List.of("THREADS", "BOOTSTRAP_SERVERS", "HTTP_PORT", "HTTP_HOST");

        assertThat(Spelling.nearest(written, known)).isEqualTo(Optional.ofNullable(meant));
    }

    @Test
    void kafka_settings_pass_through_and_win_over_ours() {
        var kafka =
                KafkaConfig.from(
                        new Settings(
                                Map.of(
                                        "TOCSIN_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                                        "TOCSIN_KAFKA_LINGER_MS", "7",
                                        "TOCSIN_KAFKA_WITH__UNDERSCORE", "u",
                                        "TOCSIN_KAFKA_WITH___DASH", "d")));

        assertThat(kafka.producer("p"))
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("linger.ms", "7")
                .containsEntry("acks", "all")
                .containsEntry("with_underscore", "u")
                .containsEntry("with-dash", "d");
        assertThat(kafka.streams("detector", "state", 10, 100))
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("application.id", "tocsin-detector");
    }

    @Test
    void what_goes_to_kafka_is_taken_as_it_stands_and_not_shown() {
        var settings =
                new Settings(
                        Map.of(
                                "TOCSIN_KAFKA_SASL_JAAS_CONFIG", "canary",
                                "TOCSIN_KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", ""));

        assertThat(KafkaConfig.from(settings).extra())
                .containsEntry("sasl.jaas.config", "canary")
                .containsEntry("ssl.endpoint.identification.algorithm", "");
        assertThat(settings.values()).asString().contains("SASL_JAAS").doesNotContain("canary");
    }

    @Test
    void kafkas_own_providers_read_what_is_in_files(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("jaas"), "from a file");
        var kafka =
                KafkaConfig.from(
                        new Settings(
                                Map.of(
                                        "TOCSIN_KAFKA_CONFIG_PROVIDERS",
                                        "dir",
                                        "TOCSIN_KAFKA_CONFIG_PROVIDERS_DIR_CLASS",
                                        DirectoryConfigProvider.class.getName(),
                                        "TOCSIN_KAFKA_SASL_JAAS_CONFIG",
                                        "${dir:" + folder + ":jaas}")));

        assertThat(new AdminClientConfig(kafka.admin("a")).getPassword("sasl.jaas.config").value())
                .isEqualTo("from a file");
    }

    private static String notTooShort(String text) {
        if (text.length() < 6) {
            throw new IllegalArgumentException("too short");
        }
        return text;
    }
}
