package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class OnCallRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private final OnCallRoutes routes =
            new OnCallRoutes(
                    Definitions.always(
                            new DefinitionSet(
                                    7,
                                    "d",
                                    Instant.EPOCH,
                                    List.of(
                                            document(
                                                    "Schedule",
                                                    "desk",
                                                    """
                                                    {"timeZone": "UTC", "layers": [
                                                      {"start": "2026-01-01T09:00", "every": "1d",
                                                       "end": "2026-01-20T09:00",
                                                       "members": ["one", "two"]}]}
                                                    """),
                                            document("Person", "one", "{\"channels\": [\"sms\"]}"),
                                            document("Schedule", "broken", "{}")))),
                    InstantSource.fixed(NINE.plusSeconds(3_600)));
    private final Api api = new Api(routes::addTo);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void it_says_who_is_on_call_until_when_and_who_is_next() throws Exception {
        var answer = api.get("/v1/oncall").body();

        assertThat(answer.path("definitions").asInt()).isEqualTo(7);
        var desk = answer.at("/schedules/0");
        assertThat(desk.path("person").asString()).isEqualTo("one");
        assertThat(desk.at("/channels/0").asString()).isEqualTo("sms");
        assertThat(desk.path("until").asString()).isEqualTo("2026-01-06T09:00:00Z");
        assertThat(desk.at("/next/person").asString()).isEqualTo("two");
        assertThat(answer.path("problems").toString())
                .contains("there is no Person/two", "nobody is on call from 2026-01-20T09:00:00Z");
    }

    @Test
    void another_time_can_be_asked_for() throws Exception {
        assertThat(
                        api.get("/v1/oncall?schedule=desk&at=2026-01-06T09:00:00Z")
                                .body()
                                .at("/schedules/0/person")
                                .asString())
                .isEqualTo("two");
        assertThat(
                        api.get("/v1/oncall?at=2026-02-01T09:00:00Z")
                                .body()
                                .at("/schedules/0/person")
                                .asString("-"))
                .isEmpty();
    }

    @Test
    void a_calendar_has_a_shift_an_event_and_begins_with_the_one_of_now() throws Exception {
        var answer = api.get("/v1/schedules/desk/calendar.ics?days=2").http();

        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/calendar");
        assertThat(answer.body().lines().filter(line -> line.startsWith("DTSTART")))
                .containsExactly(
                        "DTSTART:20260105T090000Z",
                        "DTSTART:20260106T090000Z",
                        "DTSTART:20260107T090000Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/oncall?at=now",
                "/v1/oncall?at=%2B999999999-01-01T00:00:00Z",
                "/v1/schedules/desk/calendar.ics?days=0",
                "/v1/schedules/desk/calendar.ics?days=9999"
            })
    void nonsense_is_refused(String path) throws Exception {
        assertThat(api.get(path).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/oncall?schedule=broken", "/v1/schedules/broken/calendar.ics"})
    void a_schedule_that_cannot_be_read_is_none(String path) throws Exception {
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    private static Document document(String kind, String name, String spec) {
        return new Document(kind, name, JsonMapper.shared().readTree("{\"spec\": " + spec + "}"));
    }
}
