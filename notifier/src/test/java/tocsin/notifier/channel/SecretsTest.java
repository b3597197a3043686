package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SecretsTest {
    @Test
    void names_meet_variables() {
        var secret = new Secret("s3cret");
        var secrets = new Secrets(Map.of("ON_CALL_PHONE", secret));

        assertThat(secrets.of("on-call.phone")).contains(secret);
        assertThat(secrets.of("mail")).isEmpty();
        assertThat(Secrets.setting("on-call.phone")).isEqualTo("CHANNEL_ON_CALL_PHONE_SECRET");
    }

    @Test
    void a_secret_is_never_printed() {
        var secret = new Secret("s3cret");

        assertThat(secret).hasToString("***");
        assertThat(new Secrets(Map.of("phone", secret)).toString()).doesNotContain("s3cret");
    }

    @Test
    void a_secret_that_is_no_base64_is_refused_without_being_quoted() {
        assertThatThrownBy(() -> new Secret("whsec_!!!"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage("no base64 behind whsec_");
    }
}
