package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.notifier.delivery.Pace;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class PersonLimitsTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final Pace.Limit SETTING = new Pace.Limit(6);

    @Test
    void a_person_has_the_limit_of_the_definitions() {
        assertThat(limit("{\"atOnce\": 2, \"within\": \"30m\"}"))
                .isEqualTo(new Pace.Limit(2, Duration.ofMinutes(30)));
        assertThat(limit("{\"atOnce\": 2}")).isEqualTo(new Pace.Limit(2, Duration.ofMinutes(10)));
    }

    @Test
    void whoever_is_no_person_has_that_of_the_setting() {
        var limits = new PersonLimits(Definitions.always(DefinitionSet.EMPTY), SETTING);

        assertThat(limits.of("room", NINE)).isEqualTo(SETTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "{}",
                "{\"atOnce\": 0}",
                "{\"atOnce\": \"many\"}",
                "{\"atOnce\": 2, \"within\": \"2h\"}",
                "{\"atOnce\": 2, \"within\": \"soon\"}"
            })
    void a_limit_that_makes_no_sense_is_none(String pages) {
        assertThat(limit(pages)).isEqualTo(SETTING);
    }

    private static Pace.Limit limit(String pages) {
        var text = "{\"spec\": {\"channels\": [\"phone\"], \"pages\": %s}}".formatted(pages);
        var person = new Document("Person", "one", JsonMapper.shared().readTree(text));
        var set = new DefinitionSet(1, "", Instant.EPOCH, List.of(person));
        return new PersonLimits(Definitions.always(set), SETTING).of("one", NINE);
    }
}
