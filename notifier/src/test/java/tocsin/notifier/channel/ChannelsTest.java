package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionHistory;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

class ChannelsTest {
    private static final Secrets SECRETS = new Secrets(Map.of("phone", new Secret("s3cret")));

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void a_webhook_is_called_where_its_definition_says() throws IOException {
        try (var receiver = new FakeProvider(_ -> Answer.of(200, ""))) {
            var spec = "{\"type\":\"webhook\",\"url\":\"%s\"}".formatted(receiver.base());

            var outcome = send(Definitions.always(set(1, Pages.NINE, spec)), SECRETS);

            assertThat(outcome).isEqualTo(new Outcome.Accepted("HTTP 200"));
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void the_definition_in_effect_at_the_time_of_the_command_counts() {
        var history = new DefinitionHistory();
        history.add(set(1, Pages.NINE.minusSeconds(60), "{\"type\":\"console\"}"));
        history.add(set(2, Pages.NINE.plusSeconds(60), "{\"type\":\"pigeon\"}"));

        assertThat(send(history, SECRETS)).isEqualTo(new Outcome.Accepted("printed"));
        assertThat(printed.toString(UTF_8)).contains("SEV-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"type":"pigeon"}                                    | 'pigeon' is no type
                    {}                                                   | '' is no type
                    {"type":"webhook"}                                   | spec.url is no http
                    {"type":"webhook","url":"file:///etc/passwd"}        | spec.url is no http
                    {"type":"webhook","url":"http://user:word@host/"}    | spec.url must not hold a password
                    {"type":"webhook","url":"http:///path"}              | spec.url is no http
                    {"type":"webhook","url":"https://a b/"}              | spec.url is no http
                    """)
    void what_is_defined_wrongly_is_refused(String spec, String reason) {
        refusedBecause(send(Definitions.always(set(1, Pages.NINE, spec)), SECRETS), reason);
    }

    @Test
    void what_is_not_defined_is_refused() {
        refusedBecause(
                send(Definitions.always(DefinitionSet.EMPTY), SECRETS),
                "no channel 'phone' is defined in set 0");
    }

    @Test
    void a_webhook_without_a_secret_is_refused_and_names_the_setting() {
        var spec = "{\"type\":\"webhook\",\"url\":\"https://hooks.example/\"}";

        refusedBecause(
                send(Definitions.always(set(1, Pages.NINE, spec)), Secrets.NONE),
                "no secret: set TOCSIN_CHANNEL_PHONE_SECRET");
    }

    @Test
    void channels_with_one_secret_at_one_place_are_one_account() {
        var one = new Secret("xoxb-one");
        var two = new Secret("xoxb-two");
        var rooms = Map.of("ops", one, "dev", one, "sales", two);
        var documents =
                List.of(
                        channel("ops", "{\"type\":\"slack\",\"channel\":\"#ops\"}"),
                        channel("dev", "{\"type\":\"slack\",\"channel\":\"#dev\"}"),
                        channel("sales", "{\"type\":\"slack\",\"channel\":\"#all\"}"),
                        channel("wall", "{\"type\":\"console\"}"));
        var set = new DefinitionSet(1, "digest", Pages.NINE, documents);

        try (var channels = channels(Definitions.always(set), new Secrets(rooms))) {
            var ops = channels.provider("ops", Pages.NINE);
            assertThat(channels.provider("dev", Pages.NINE)).isEqualTo(ops);
            assertThat(channels.provider("sales", Pages.NINE)).isNotEqualTo(ops);
            assertThat(channels.provider("wall", Pages.NINE)).isEqualTo("wall");
            assertThat(channels.provider("nobody", Pages.NINE)).isEqualTo("nobody");
            assertThat(ops).doesNotContain("xoxb");
        }
    }

    private Outcome send(Definitions definitions, Secrets secrets) {
        try (var channels = channels(definitions, secrets)) {
            return channels.send(Pages.notification("p1"));
        }
    }

    private Channels channels(Definitions definitions, Secrets secrets) {
        return new Channels(
                definitions,
                secrets,
                new Addresses(List.of("127.0.0.1")),
                new PrintStream(printed, true, UTF_8),
                InstantSource.fixed(Pages.NINE),
                Traces.OFF);
    }

    private static void refusedBecause(Outcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).startsWith(reason));
    }

    private static DefinitionSet set(long version, Instant from, String spec) {
        return new DefinitionSet(version, "digest", from, List.of(channel("phone", spec)));
    }

    private static Document channel(String name, String spec) {
        return new Document("Channel", name, new JsonMapper().readTree("{\"spec\":" + spec + "}"));
    }
}
