package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.Defaults;
import tocsin.runtime.definitions.DefinitionSet;

import java.time.Instant;
import java.time.InstantSource;

class DefinitionRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String CHANNEL =
            "{\"kind\": \"Channel\", \"metadata\": {\"name\": \"ops\"}, \"spec\": {\"type\":"
                    + " \"x\"}}";
    private static final String OTHER =
            "{\"kind\": \"Channel\", \"metadata\": {\"name\": \"b\"}, \"spec\": {\"type\": \"y\"}}";

    private final FakeLog log = new FakeLog();
    private final DefinitionRoutes routes =
            new DefinitionRoutes(log, Digest.of(Defaults.documents()), InstantSource.fixed(NINE));
    private final Api api = new Api(routes::addTo);

    private static final class FakeLog implements DefinitionLog {
        private volatile DefinitionSet newest =
                new DefinitionSet(1, Digest.of(Defaults.documents()), NINE, Defaults.documents());
        private volatile String appliedBy = "";

        @Override
        public DefinitionSet newest() {
            return newest;
        }

        @Override
        public void write(DefinitionSet set, String by) {
            newest = set;
            appliedBy = by;
        }
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void what_replaces_the_built_in_set_takes_effect_at_once() throws Exception {
        var answer = apply(1, "", CHANNEL);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("changed").asBoolean()).isTrue();
        assertThat(answer.body().path("version").asInt()).isEqualTo(2);
        assertThat(log.newest.effectiveFrom()).isEqualTo(NINE);
        assertThat(log.appliedBy).isEqualTo("operator");
        assertThat(api.get("/v1/definitions").body().at("/documents/0/metadata/name").asString())
                .isEqualTo("ops");
    }

    @Test
    void later_sets_take_effect_five_seconds_ahead_at_the_earliest() throws Exception {
        apply(1, "", CHANNEL);

        assertThat(apply(2, "\"effectiveFrom\": \"2026-01-05T09:00:04Z\",", OTHER).status())
                .isEqualTo(400);
        assertThat(apply(2, "", OTHER).status()).isEqualTo(200);
        assertThat(log.newest.effectiveFrom()).isEqualTo(NINE.plusSeconds(5));
    }

    @Test
    void a_set_made_for_another_version_is_a_conflict() throws Exception {
        assertThat(apply(0, "", CHANNEL).status()).isEqualTo(409);
        assertThat(log.newest.version()).isEqualTo(1);
    }

    @Test
    void the_same_content_in_another_order_changes_nothing() throws Exception {
        apply(1, "", CHANNEL + "," + OTHER);
        var turned =
                "{\"spec\": {\"type\": \"x\"}, \"metadata\": {\"name\": \"ops\"}, \"kind\":"
                        + " \"Channel\"}";

        var answer = apply(2, "", OTHER + "," + turned);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("changed").asBoolean(true)).isFalse();
        assertThat(log.newest.version()).isEqualTo(2);
    }

    @Test
    void every_problem_is_named_at_once() throws Exception {
        var answer = apply(1, "", "{}, {\"kind\": \"SLO\"}, " + CHANNEL + "," + CHANNEL + ", 7");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("problems").size()).isEqualTo(4);
        assertThat(api.post("/v1/definitions", "{}").body().path("problems").size()).isEqualTo(2);
        assertThat(log.newest.version()).isEqualTo(1);
    }

    @Test
    void too_many_documents_are_refused() throws Exception {
        var many = new StringBuilder(CHANNEL);
        many.repeat(",{}", 10_000);

        assertThat(apply(1, "", many.toString()).status()).isEqualTo(400);
        assertThat(api.post("/v1/definitions", " ".repeat(4 * 1024 * 1024 + 1)).status())
                .isEqualTo(413);
    }

    private Api.Response apply(int base, String more, String documents) throws Exception {
        return api.post(
                "/v1/definitions",
                "{\"baseVersion\": %d, %s \"appliedBy\": \"operator\", \"documents\": [%s]}"
                        .formatted(base, more, documents));
    }
}
