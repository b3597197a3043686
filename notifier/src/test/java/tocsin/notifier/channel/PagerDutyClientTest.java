package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dikhan.pagerduty.client.events.PagerDutyEventsClient;
import com.github.dikhan.pagerduty.client.events.domain.AcknowledgeIncident.AcknowledgeIncidentBuilder;
import com.github.dikhan.pagerduty.client.events.domain.ChangeEvent.ChangeEventBuilder;
import com.github.dikhan.pagerduty.client.events.domain.ChangeEventPayload;
import com.github.dikhan.pagerduty.client.events.domain.Payload;
import com.github.dikhan.pagerduty.client.events.domain.ResolveIncident.ResolveIncidentBuilder;
import com.github.dikhan.pagerduty.client.events.domain.Severity;
import com.github.dikhan.pagerduty.client.events.domain.TriggerIncident.TriggerIncidentBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.channel.http.Http;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// A client that people use against PagerDuty meets the PagerDuty of our tests.
class PagerDutyClientTest {
    private static final Secret KEY = new Secret("canary0123456789canary0123456789");
    private static final String OURS = "checkout-7k3f9a/on-call";

    private final FakePagerDuty fake = new FakePagerDuty();
    private final FakeProvider provider = new FakeProvider(fake::answer);
    private final PagerDutyEventsClient client =
            PagerDutyEventsClient.create(
                    provider.base() + "/v2/enqueue", provider.base() + "/v2/change/enqueue");

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void an_alert_of_the_client_is_opened_acknowledged_and_closed() throws Exception {
        var opened = client.trigger(trigger(KEY.value()).setDedupKey("disk").build());
        assertThat(opened.getStatus()).isEqualTo("success");
        assertThat(opened.getDedupKey()).isEqualTo("disk");

        client.acknowledge(AcknowledgeIncidentBuilder.newBuilder(KEY.value(), "disk").build());
        assertThat(fake.alerts).isEqualTo(Map.of("disk", "acknowledge"));
        client.resolve(ResolveIncidentBuilder.newBuilder(KEY.value(), "disk").build());
        client.acknowledge(AcknowledgeIncidentBuilder.newBuilder(KEY.value(), "disk").build());
        assertThat(fake.alerts).as("what is over stays over").isEqualTo(Map.of("disk", "resolve"));
        assertThat(fake.summaries).isEqualTo(Map.of("disk", "the disk is full"));
    }

    @Test
    void an_alert_without_a_key_is_given_one() throws Exception {
        assertThat(client.trigger(trigger(KEY.value()).build()).getDedupKey()).isEqualTo("made-0");
    }

    @Test
    void an_alert_that_our_channel_opened_is_the_clients_too() throws Exception {
        try (var http = new Http(new Addresses(List.of("127.0.0.1")))) {
            var line =
                    new HttpChannel.Line(
                            http, HttpChannel.Line.DEADLINE, InstantSource.fixed(Pages.NINE));
            var channel = new HttpChannel(new PagerDuty(provider.base(), KEY), KEY, line);

            assertThat(channel.send(Pages.notification("p1")))
                    .isEqualTo(new Outcome.Accepted(OURS));
        }
        client.resolve(ResolveIncidentBuilder.newBuilder(KEY.value(), OURS).build());

        assertThat(fake.alerts).isEqualTo(Map.of(OURS, "resolve"));
    }

    @Test
    void a_change_is_taken_and_alerts_nobody() throws Exception {
        var payload =
                ChangeEventPayload.Builder.newBuilder()
                        .setSummary("checkout 2.14.0 is out")
                        .setSource("checkout")
                        .setTimestamp(Pages.NINE.atOffset(ZoneOffset.UTC))
                        .build();

        var taken = client.trackChange(ChangeEventBuilder.newBuilder(KEY.value(), payload).build());

        assertThat(taken.getStatus()).isEqualTo("success");
        assertThat(fake.alerts).isEmpty();
        assertThat(fake.changes)
                .singleElement()
                .satisfies(change ->
                        assertThat(change.path("payload").path("summary").asString())
                                .isEqualTo("checkout 2.14.0 is out"));
    }

    @Test
    void a_no_is_one_for_the_client_too() throws Exception {
        var refused = client.trigger(trigger("short").build());

        assertThat(refused.getStatus()).isEqualTo("invalid event");
        assertThat(refused.getErrors()).contains("Length of 'routing_key' is incorrect");
        assertThat(fake.alerts).isEmpty();
    }

    private static TriggerIncidentBuilder trigger(String key) {
        var payload =
                Payload.Builder.newBuilder()
                        .setSummary("the disk is full")
                        .setSource("db-1")
                        .setSeverity(Severity.ERROR)
                        .setTimestamp(Instant.EPOCH.atOffset(ZoneOffset.UTC))
                        .build();
        return TriggerIncidentBuilder.newBuilder(key, payload);
    }
}
