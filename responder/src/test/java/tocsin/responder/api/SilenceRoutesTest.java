package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Fact;
import tocsin.responder.incident.RecordedFact;
import tocsin.responder.incident.Stream;
import tocsin.responder.policy.Severity;
import tocsin.responder.policy.Silence;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class SilenceRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String SILENCE =
            "{\"actor\": \"on-call\", \"reason\": \"we know\", \"for\": \"2h\","
                    + " \"matchers\": {\"service\": \"checkout\"}}";

    private static final String POLICY =
            """
            {"spec": {"steps": [{"targets": [{"name": "on-call", "channels": ["console"]}]}],
             "muteTimes": [{"days": ["MON"], "from": "08:00", "to": "10:00", "timeZone": "UTC",
                            "severities": ["SEV2"]}]}}
            """;

    private static final String WINDOW =
            """
            {"spec": {"reason": "the vendor patches", "timeZone": "UTC",
             "matchers": ["service=checkout"],
             "times": [{"days": ["SUN"], "from": "02:00", "to": "04:00"}]}}
            """;

    private final FakeLog log = new FakeLog();
    private final IncidentModel incidents = new IncidentModel();
    private final SilenceRoutes routes =
            new SilenceRoutes(
                    log,
                    incidents,
                    Definitions.always(
                            new DefinitionSet(
                                    1,
                                    "d",
                                    Instant.EPOCH,
                                    List.of(
                                            new Document(
                                                    "EscalationPolicy",
                                                    "default",
                                                    JsonMapper.shared().readTree(POLICY)),
                                            new Document(
                                                    "MaintenanceWindow",
                                                    "patches",
                                                    JsonMapper.shared().readTree(WINDOW))))),
                    () -> "s1",
                    InstantSource.fixed(NINE));
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
    void planned_work_of_the_definitions_is_listed_and_is_changed_there_only() throws Exception {
        var listed = api.get("/v1/silences").body().at("/silences/0");

        assertThat(listed.path("id").asString()).isEqualTo("window-patches");
        assertThat(listed.path("state").asString()).isEqualTo("pending");
        assertThat(listed.path("from").asString()).isEqualTo("2026-01-11T02:00:00Z");
        assertThat(listed.path("conditions").get(0).asString()).isEqualTo("service=checkout");
        var answer = api.post("/v1/silences/window-patches/remove", "{\"actor\": \"me\"}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(log.removed).isEmpty();
    }

    @Test
    void what_was_over_a_week_ago_is_listed_no_more() throws Exception {
        log.silences.add(over("long ago", NINE.minus(Duration.ofDays(7))));
        log.silences.add(over("lately", NINE.minus(Duration.ofDays(6))));

        assertThat(api.get("/v1/silences").body().path("silences").valueStream())
                .extracting(silence -> silence.path("id").asString())
                .containsExactly("lately", "window-patches");
    }

    private static Silence over(String id, Instant to) {
        var matchers = Map.of("service", "checkout");
        return new Silence(id, "SILENCE", to.minusSeconds(60), to, "on-call", "we know", matchers);
    }

    @Test
    void a_preview_writes_nothing() throws Exception {
        assertThat(api.post("/v1/silences/preview", SILENCE).body().has("covers")).isTrue();
        assertThat(log.silences).isEmpty();
    }

    @Test
    void a_preview_says_of_whom_nobody_would_hear_any_more_and_which_mute_time_is_on_as_well()
            throws Exception {
        fact(
                new Fact.Opened(
                        "checkout-1",
                        NINE,
                        NINE,
                        Stream.PAGE,
                        Severity.SEV2,
                        "because",
                        "checkout burns",
                        ""));
        fact(
                new Fact.CauseChanged(
                        "checkout-1",
                        NINE,
                        new Cause(
                                "breach/b",
                                true,
                                Severity.SEV2,
                                "because",
                                "2 %",
                                Map.of("service", "checkout"),
                                null)));

        var covered = api.post("/v1/silences/preview", SILENCE).body().at("/covers/0");

        assertThat(covered.path("severity").asString()).isEqualTo("SEV2");
        assertThat(covered.path("silenced").asBoolean()).isTrue();
        assertThat(covered.path("muted").asString())
                .isEqualTo("nobody is told of SEV-2 on MON from 08:00 to 10:00 (UTC)");
    }

    private void fact(Fact fact) {
        incidents.read(
                new RecordedFact(
                        "checkout",
                        1,
                        NINE,
                        1,
                        new RecordedFact.Origin("breaches", 0, 0, "", null),
                        fact));
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
