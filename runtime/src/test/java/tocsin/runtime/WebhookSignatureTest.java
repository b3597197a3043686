package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class WebhookSignatureTest {
    /// The first row is the example of the Standard Webhooks libraries.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | msg_p5jXN8AQM9LWM0D4loKWxJek | {"test": 2432232314} | v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
                    plain text                             | p1                            | {}                   | v1,ngjYAdW20Amw9/C6G+Fg2Au2QneepQj+iiv+uGs2dFk=
                    """)
    void is_hmac_sha256_over_id_seconds_and_body(
            String secret, String id, String body, String expected) {
        var at = Instant.ofEpochSecond(1_614_265_330);

        assertThat(WebhookSignature.of(WebhookSignature.key(secret), id, at, body))
                .isEqualTo(expected);
    }
}
