package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.responder.policy.Silence;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

class SilenceRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String SILENCE =
            "{\"actor\": \"on-call\", \"reason\": \"we know\", \"for\": \"2h\","
                    + " \"matchers\": {\"service\": \"checkout\"}}";

    private final FakeLog log = new FakeLog();
    private final SilenceRoutes routes =
            new SilenceRoutes(log, new IncidentModel(), () -> "s1", InstantSource.fixed(NINE));
    private final Api api = new Api(routes::addTo);

    private static final class FakeLog implements SilenceLog {
        private final List<Silence> silences = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();

        @Override
        public List<Silence> all() {
            return silences;
        }

        @Override
        public void write(Silence silence) {
            silences.add(silence);
        }

        @Override
        public void remove(String id, String author, Instant from) {
            removed.add(id + " by " + author + " at " + from);
        }
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void a_silence_begins_two_seconds_later_so_that_every_reader_has_it() throws Exception {
        var answer = api.post("/v1/silences", SILENCE);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("from").asString()).isEqualTo("2026-01-05T09:00:02Z");
        assertThat(answer.body().path("to").asString()).isEqualTo("2026-01-05T11:00:02Z");
        assertThat(log.silences).singleElement().extracting(Silence::author).isEqualTo("on-call");
        assertThat(api.get("/v1/silences").body().at("/silences/0/state").asString())
                .isEqualTo("pending");
    }

    @Test
    void a_preview_writes_nothing() throws Exception {
        assertThat(api.post("/v1/silences/preview", SILENCE).body().has("covers")).isTrue();
        assertThat(log.silences).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"actor\": \"a\", \"reason\": \"r\", \"for\": \"2h\", \"matchers\": {}}",
                "{\"actor\": \"a\", \"reason\": \"r\", \"matchers\": {\"service\": \"s\"}}",
                "{\"actor\": \"a\", \"reason\": \"r\", \"for\": \"2h\", \"matchers\": {\"s\": 7}}",
                "{\"actor\": \"a\", \"for\": \"2h\", \"matchers\": {\"s\": \"x\"}}",
                "{\"actor\": \"a\", \"reason\": \"r\", \"to\": \"2025-01-05T09:00:00Z\","
                        + " \"matchers\": {\"s\": \"x\"}}",
                "{\"actor\": \"a\", \"reason\": \"r\", \"for\": \"999999999999w\","
                        + " \"matchers\": {\"s\": \"x\"}}",
                "{\"actor\": \"a\", \"reason\": \"r\", \"for\": \"2h\", \"kind\": \"KILL_SWITCH\","
                        + " \"matchers\": {\"s\": \"x\"}}",
                "{\"actor\": \"a\", \"reason\": \"r\", \"for\": \"2h\","
                        + " \"from\": \"2026-01-05T09:00:00Z\", \"matchers\": {\"s\": \"x\"}}"
            })
    void nonsense_is_refused_with_problems(String body) throws Exception {
        var answer = api.post("/v1/silences", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("problems")).isNotEmpty();
        assertThat(log.silences).isEmpty();
    }
}
