package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SettingsTest {
    @Test
    void an_absent_or_blank_variable_means_the_default() {
        var settings = new Settings(Map.of("TOCSIN_THREADS", " "));

        assertThat(settings.get("THREADS", 1, "", Integer::parseInt)).isEqualTo(1);
        assertThat(settings.get("TOPIC_PREFIX", "tocsin.", "")).isEqualTo("tocsin.");
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void every_problem_is_named_at_once() {
        var settings =
                new Settings(
                        Map.of(
                                "TOCSIN_THREADS", "many",
                                "TOCSIN_HTTP_PORT", "70000",
                                "TOCSIN_PHONE_SECRET_FILE", "/no/such/file"));
        settings.get("THREADS", 1, "", Integer::parseInt);
        settings.port("HTTP_PORT", 8080, "");
        settings.secret("PHONE_SECRET", "");

        assertThatThrownBy(settings::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOCSIN_THREADS=many: not a number")
                .hasMessageContaining("TOCSIN_HTTP_PORT=70000: a port is 0 to 65535")
                .hasMessageContaining("TOCSIN_PHONE_SECRET_FILE=/no/such/file: cannot be read");
    }

    @Test
    void a_secret_comes_from_a_file_or_the_variable_itself(@TempDir Path folder)
            throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "from a file\n");
        var settings =
                new Settings(
                        Map.of("TOCSIN_A_FILE", file.toString(), "TOCSIN_B", "from the variable"));

        assertThat(settings.secret("A", "")).contains("from a file");
        assertThat(settings.secret("B", "")).contains("from the variable");
        assertThat(settings.secret("C", "")).isEmpty();
    }

    @Test
    void what_was_asked_for_is_remembered_for_the_documentation() {
        var settings = new Settings(Map.of());
        settings.get("TOPIC_PREFIX", "tocsin.", "Prefix of every topic");

        assertThat(settings.asked())
                .containsExactly(
                        new Settings.Asked(
                                "TOPIC_PREFIX",
                                "tocsin.",
                                "Prefix of every topic",
                                "tocsin.",
                                "default"));
    }

    @Test
    void values_are_shown_with_their_source_and_secrets_not_at_all(@TempDir Path folder)
            throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "canary");
        var settings =
                new Settings(
                        Map.of(
                                "TOCSIN_THREADS", "3",
                                "TOCSIN_A", "canary",
                                "TOCSIN_B_FILE", file.toString()));
        settings.get("THREADS", 1, "", Integer::parseInt);
        settings.secret("A", "");
        settings.secret("B", "");
        settings.secret("C", "");

        assertThat(settings.asked())
                .extracting(Settings.Asked::value, Settings.Asked::source)
                .containsExactly(
                        tuple("3", "environment"),
                        tuple("<secret>", "environment"),
                        tuple("<secret>", "file " + file),
                        tuple("", "default"));
        assertThat(settings.unknown(List.of())).isEmpty();
    }

    @Test
    void the_password_of_a_url_is_not_shown() {
        var settings = new Settings(Map.of("TOCSIN_URL", "https://me:canary@host/path"));
        settings.get("URL", "", "");

        assertThat(settings.asked())
                .extracting(Settings.Asked::value)
                .containsExactly("https://<secret>@host/path");
    }

    @Test
    void what_nobody_asked_for_is_unknown() {
        var settings =
                new Settings(
                        Map.of(
                                "TOCSIN_THREAD", "3",
                                "TOCSIN_STATE_DIR", "/x",
                                "TOCSIN_KAFKA_SASL_MECHANISM", "PLAIN",
                                "TOCSIN_LOG_FORMAT", "json",
                                "HOME", "/root"));
        settings.get("THREADS", 1, "", Integer::parseInt);

        assertThat(settings.unknown(List.of("STATE_DIR"))).containsExactly("THREAD");
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
}
