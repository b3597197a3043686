package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.ConfigurationChange;
import tocsin.schemas.Deployment;
import tocsin.schemas.Detail;
import tocsin.schemas.Envelope;
import tocsin.schemas.Message;
import tocsin.schemas.Scaling;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class ChangeNewsTest {
    private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "DEPLOYMENT,    FINISHED,    version 2.14.0 is deployed",
        "DEPLOYMENT,    FAILED,      the deployment of version 2.14.0 failed",
        "DEPLOYMENT,    ROLLED_BACK, version 2.14.0 is rolled back",
        "CONFIGURATION, FINISHED,    configuration changed",
        "CONFIGURATION, ROLLED_BACK, configuration changed: rolled back",
        "SCALING,       FINISHED,    instances scaled",
        "SCALING,       FAILED,      scaling instances failed",
        "OTHER,         FINISHED,    a change is finished",
        "OTHER,         FAILED,      a change failed",
    })
    void it_says_what_was_changed_and_how_that_went(
            ChangeKind kind, ChangeState state, String title) {
        assertThat(ChangeNews.of(change(kind, state)).map(Message::getTitle)).contains(title);
    }

    @ParameterizedTest
    @CsvSource({
        "DEPLOYMENT,  STARTED",
        "DEPLOYMENT,  UNKNOWN",
        "MAINTENANCE, FINISHED",
        "UNKNOWN,     FINISHED"
    })
    void what_is_not_over_or_only_planned_work_is_no_news(ChangeKind kind, ChangeState state) {
        assertThat(ChangeNews.of(change(kind, state))).isEmpty();
    }

    @Test
    void it_names_who_did_it_why_and_what_was_before() {
        var message =
                ChangeNews.of(change(ChangeKind.DEPLOYMENT, ChangeState.FINISHED)).orElseThrow();

        assertThat(message.getEvidence()).isEqualTo("Ship the new basket");
        assertThat(message.getReason()).isEqualTo("by pipeline");
        assertThat(message.getStatus()).isEqualTo("finished");
        assertThat(message.getOpenedAt()).isEqualTo(AT);
        assertThat(message.getSeverity()).isEmpty();
        assertThat(message.getLinks()).containsOnlyKeys("run");
        assertThat(message.getDetails()).contains(new Detail("Before", "2.13.2"));
    }

    @Test
    void what_a_sender_leaves_out_is_left_out() {
        var bare =
                ChangeEvent.newBuilder(change(ChangeKind.SCALING, ChangeState.FINISHED))
                        .setScaling(null)
                        .setActor("")
                        .build();

        assertThat(ChangeNews.of(bare))
                .hasValueSatisfying(message -> {
                    assertThat(message.getTitle()).isEqualTo("it scaled");
                    assertThat(message.getReason()).isEmpty();
                });
    }

    private static ChangeEvent change(ChangeKind kind, ChangeState state) {
        return ChangeEvent.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId("c1").setAt(AT).build())
                .setKind(kind)
                .setState(state)
                .setService("checkout")
                .setSource("changes")
                .setChange("run-812")
                .setActor("pipeline")
                .setSummary("Ship the new basket")
                .setLinks(Map.of("run", "https://ci.example.org/runs/812"))
                .setDeployment(new Deployment("2.14.0", "2.13.2"))
                .setConfiguration(new ConfigurationChange(List.of("timeout", "retries")))
                .setScaling(new Scaling("instances", 3.0, 5.5))
                .build();
    }
}
