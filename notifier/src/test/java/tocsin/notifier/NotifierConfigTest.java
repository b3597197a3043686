package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.channel.Secret;
import tocsin.runtime.Settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class NotifierConfigTest {
    @Test
    void a_channels_secret_comes_from_its_variable_or_file(@TempDir Path folder)
            throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "from-file\n");

        var config =
                NotifierConfig.from(
                        new Settings(
                                Map.of(
                                        "TOCSIN_CHANNEL_PHONE_SECRET", "direct",
                                        "TOCSIN_CHANNEL_ON_CALL_SECRET_FILE", file.toString(),
                                        "TOCSIN_CHANNEL_ODD", "not a secret")));

        assertThat(config.secrets().of("phone")).contains(new Secret("direct"));
        assertThat(config.secrets().of("on-call")).contains(new Secret("from-file"));
        assertThat(config.secrets().of("odd")).isEmpty();
        assertThat(config.toString()).doesNotContain("direct", "from-file");
    }

    @Test
    void receivers_of_the_own_network_are_named_by_an_operator() {
        var named = Map.of("TOCSIN_PRIVATE_RECEIVERS", "mail.internal, 10.0.0.0/8,");
        var wrong = new Settings(Map.of("TOCSIN_PRIVATE_RECEIVERS", "10.0.0.0/99"));

        assertThat(NotifierConfig.from(new Settings(Map.of())).privateReceivers()).isEmpty();
        assertThat(NotifierConfig.from(new Settings(named)).privateReceivers())
                .containsExactly("mail.internal", "10.0.0.0/8");
        NotifierConfig.from(wrong);
        assertThatThrownBy(wrong::check)
                .hasMessageContaining("'10.0.0.0/99' is no address and no network");
    }

    @Test
    void the_last_resort_is_a_program_with_its_arguments() {
        var named =
                Map.of(
                        "TOCSIN_LAST_RESORT_COMMAND", " /bin/call  --loud",
                        "TOCSIN_LAST_RESORT_AFTER", "30s");

        var config = NotifierConfig.from(new Settings(named)).lastResort();

        assertThat(config.command()).containsExactly("/bin/call", "--loud");
        assertThat(config.patience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.channel()).isEmpty();
        assertThat(NotifierConfig.from(new Settings(Map.of())).lastResort().command()).isEmpty();
    }

    @Test
    void the_last_resort_may_be_a_channel_with_a_secret_of_its_own() {
        var spec = "{\"type\": \"ntfy\", \"topic\": \"oncall\"}";
        var named =
                Map.of("TOCSIN_LAST_RESORT_CHANNEL", spec, "TOCSIN_LAST_RESORT_SECRET", "tk_other");
        var wrong = new Settings(Map.of("TOCSIN_LAST_RESORT_CHANNEL", "{\"type\": \"console\"}"));

        var config = NotifierConfig.from(new Settings(named));

        var channel = config.lastResort().channel().orElseThrow();
        assertThat(channel.secret()).contains(new Secret("tk_other"));
        assertThat(config.toString()).doesNotContain("tk_other");
        NotifierConfig.from(wrong);
        assertThatThrownBy(wrong::check)
                .hasMessageContaining("TOCSIN_LAST_RESORT_CHANNEL")
                .hasMessageContaining("its type is one of webhook, pagerduty");
    }

    @Test
    void a_file_that_cannot_be_read_is_named() {
        var settings = new Settings(Map.of("TOCSIN_CHANNEL_PHONE_SECRET_FILE", "/does/not/exist"));

        NotifierConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOCSIN_CHANNEL_PHONE_SECRET_FILE=/does/not/exist");
    }

    @Test
    void a_secret_that_cannot_be_used_is_named_but_not_quoted() {
        var settings = new Settings(Map.of("TOCSIN_CHANNEL_PHONE_SECRET", "whsec_%%%"));
        NotifierConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOCSIN_CHANNEL_PHONE_SECRET: no base64")
                .hasMessageNotContaining("%%%");
    }
}
