package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Fact;
import tocsin.responder.incident.RecordedFact;
import tocsin.responder.policy.Severity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;

class EventRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final EventRoutes events =
            new EventRoutes(InstantSource.system(), Duration.ofMinutes(1));
    private final Api api = new Api(events::addTo);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        events.close();
        client.close();
        api.close();
    }

    @Test
    void whoever_listens_hears_what_concerns_them() throws Exception {
        try (var all = listen("");
                var checkout = listen("?service=checkout")) {
            events.tell(missed("cart"));
            events.tell(missed("checkout"));

            assertThat(event(all)).contains("event: RESPONSE_MISSED", "\"service\":\"cart\"");
            assertThat(event(all)).contains("\"service\":\"checkout\"");
            assertThat(event(checkout))
                    .contains("\"service\":\"checkout\"", "\"incident\":\"checkout-1\"");
        }
    }

    @Test
    void whoever_reads_too_slowly_is_cut_off_and_holds_nobody_back() throws Exception {
        try (var slow = listen("")) {
            for (int i = 0; i < 200 * EventRoutes.BEHIND_MAX; i++) {
                events.tell(missed("checkout"));
            }
            long heard = slow.lines().filter(line -> line.startsWith("data:")).count();
            assertThat(heard).isLessThan(200L * EventRoutes.BEHIND_MAX);
        }
    }

    @Test
    void streams_end_at_once_with_what_was_told_and_none_begins_after_that() throws Exception {
        try (var reader = listen("")) {
            events.tell(missed("checkout"));
            events.close();

            assertThat(event(reader)).contains("\"service\":\"checkout\"");
            assertThat(reader.readLine()).isNull();
            assertThat(api.get("/v1/events").status()).isEqualTo(503);
        }
    }

    @Test
    void a_hundred_may_listen() throws Exception {
        var listening = new ArrayList<BufferedReader>();
        for (int i = 0; i < EventRoutes.LISTENERS_MAX; i++) {
            listening.add(listen(""));
        }
        assertThat(api.get("/v1/events").status()).isEqualTo(503);
        for (var reader : listening) {
            reader.close();
        }
    }

    private static RecordedFact missed(String service) {
        return new RecordedFact(
                service,
                1,
                NINE,
                1,
                new RecordedFact.Origin("tocsin.alerts", 0, 7, "", null),
                new Fact.ResponseMissed(service + "-1", NINE, Severity.SEV1, NINE));
    }

    private static String event(BufferedReader reader) throws IOException {
        var event = reader.readLine() + "\n" + reader.readLine();
        assertThat(reader.readLine()).isEmpty();
        return event;
    }

    private BufferedReader listen(String query) throws IOException, InterruptedException {
        var response =
                client.send(
                        HttpRequest.newBuilder(URI.create(api.url() + "/v1/events" + query))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        var reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(reader.readLine()).startsWith("retry:");
        assertThat(reader.readLine()).isEmpty();
        return reader;
    }
}
