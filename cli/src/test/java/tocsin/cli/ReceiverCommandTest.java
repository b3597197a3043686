package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class ReceiverCommandTest {
    private static final String SECRET = "canary-of-a-secret";
    private static final Map<String, String> ALLOWED =
            Map.of("TOCSIN_CHANNEL_PHONE_SECRET", SECRET, "TOCSIN_PRIVATE_RECEIVERS", "127.0.0.1");

    private final StringWriter printed = new StringWriter();
    private final List<JsonNode> shown = new CopyOnWriteArrayList<>();

    @TempDir private Path folder;

    @Test
    void a_channel_is_told_of_a_test_and_that_it_is_over() throws IOException {
        try (var phone = phone()) {
            define(phone.url());

            assertThat(run(ALLOWED, "phone")).isZero();
        }

        assertThat(printed.toString())
                .contains("the notice was taken: HTTP 204", "that it is over was taken: HTTP 204")
                .doesNotContain(SECRET);
        assertThat(shown)
                .extracting(one -> one.path("type").asString() + " " + one.path("title").asString())
                .containsExactly(
                        "notice TEST of the channel phone", "resolved TEST of the channel phone");
    }

    @Test
    void a_channel_that_does_not_take_it_is_exit_code_1_with_the_reason() throws IOException {
        try (var phone = phone()) {
            define(phone.url());

            assertThat(run(Map.of("TOCSIN_CHANNEL_PHONE_SECRET", SECRET), "phone")).isEqualTo(1);
        }

        assertThat(printed.toString())
                .contains("the notice was refused: 127.0.0.1", "TOCSIN_PRIVATE_RECEIVERS");
        assertThat(shown).isEmpty();
    }

    @Test
    void a_channel_that_is_not_defined_is_named_with_those_that_are() throws IOException {
        define("https://pager.example.com/");

        assertThatThrownBy(() -> new ReceiverCommand(Map.of()).test("phnoe", folder))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "no channel 'phnoe' in %s; there are [console, phone]".formatted(folder));
    }

    @Test
    void the_public_is_told_of_no_test() throws IOException {
        Files.writeString(
                folder.resolve("page.yaml"),
                """
                apiVersion: tocsin.dev/v1
                kind: Channel
                metadata: {name: public}
                spec: {type: statuspage, page: kctbh9vrtdwd}
                """);

        assertThatThrownBy(() -> new ReceiverCommand(Map.of()).test("public", folder))
                .isInstanceOf(UserError.class)
                .hasMessage("public is a status page: the public would read of the test");
    }

    private PhoneReceiver phone() {
        return PhoneReceiver.start(folder.resolve("ledger"), SECRET, shown::add);
    }

    private void define(String url) throws IOException {
        Files.writeString(
                folder.resolve("phone.yaml"),
                """
                apiVersion: tocsin.dev/v1
                kind: Channel
                metadata: {name: phone}
                spec: {type: webhook, url: "%s"}
                """
                        .formatted(url));
    }

    private int run(Map<String, String> environment, String channel) {
        return new CommandLine(new ReceiverCommand(environment))
                .setOut(new PrintWriter(printed))
                .execute("test", channel, "--config", folder.toString());
    }
}
