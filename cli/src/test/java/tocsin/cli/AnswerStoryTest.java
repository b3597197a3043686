package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.channel.Answers;
import tocsin.responder.api.Acting;
import tocsin.responder.callback.AnswerRoutes;
import tocsin.runtime.AnswerLinks;
import tocsin.runtime.AnswerLinks.Answer;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.ActionKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.IncidentEventKind;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A person answers a page by the link in a mail.
class AnswerStoryTest {
    private static final AnswerLinks LINKS = new AnswerLinks("0123456789abcdef0123456789abcdef");
    private static final String PERSON =
            """
            kind: Person
            metadata: {name: first-engineer}
            spec: {channels: [phone]}
            """;

    @TempDir private Path folder;

    @Test
    void looking_changes_nothing_and_the_button_acts_once() throws Exception {
        try (var client = HttpClient.newHttpClient();
                var pipeline = new Pipeline(folder, StoryDefinitions.with(folder, PERSON));
                var server = listen(pipeline)) {
            pipeline.alertFires();
            pipeline.expectPage("on-call", "phone");
            var link = link(pipeline, "first-engineer", Duration.ofHours(12));

            var page = send(client, server, "GET", link);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains(pipeline.incident(), "first-engineer", "<form method=\"post\">");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none'");
            assertThat(pipeline.facts(IncidentEventKind.ACKNOWLEDGED)).isEmpty();

            assertThat(send(client, server, "POST", link).statusCode()).isEqualTo(200);
            assertThat(send(client, server, "POST", link).statusCode()).isEqualTo(200);
            assertThat(pipeline.facts(IncidentEventKind.ACKNOWLEDGED))
                    .singleElement()
                    .satisfies(fact ->
                            assertThat(fact.getAcknowledged().getActor())
                                    .isEqualTo("first-engineer"));
        }
    }

    @Test
    void what_was_not_made_here_or_is_old_or_of_nobody_is_refused() throws Exception {
        try (var client = HttpClient.newHttpClient();
                var pipeline = new Pipeline(folder, StoryDefinitions.with(folder, PERSON));
                var server = listen(pipeline)) {
            pipeline.alertFires();
            pipeline.expectPage("on-call", "phone");
            var good = link(pipeline, "first-engineer", Duration.ofHours(12));
            for (var bad :
                    List.of(
                            good.substring(0, good.length() - 4) + "AAAA",
                            link(pipeline, "first-engineer", Duration.ZERO),
                            link(pipeline, "<script>", Duration.ofHours(12)),
                            "nonsense")) {
                for (var method : List.of("GET", "POST")) {
                    var answer = send(client, server, method, bad);
                    assertThat(answer.statusCode()).isEqualTo(403);
                    assertThat(answer.body()).doesNotContain("<script>", "<form");
                }
            }
            assertThat(pipeline.facts(IncidentEventKind.ACKNOWLEDGED)).isEmpty();
            pipeline.acknowledge("on-call");
        }
    }

    /// From the text that the provider was given to the end of the ladder.
    @Test
    void the_link_in_a_text_message_stops_the_ladder() throws Exception {
        var messages = new TextMessages();
        try (messages;
                var client = HttpClient.newHttpClient();
                var pipeline = new Pipeline(folder, paging(messages));
                var server = listen(pipeline, pipeline::now);
                var twelveHoursOn = listen(pipeline, () -> pipeline.now().plusSeconds(43_200));
                var channels = messages.channels(pipeline, new Answers(base(server), LINKS))) {
            pipeline.phones().connect("text", channels);
            pipeline.alertFires();
            pipeline.expectPage("first-engineer", "text");
            var link = messages.link(base(server) + AnswerLinks.PATH);

            assertThat(send(client, server, "GET", link).body()).contains(pipeline.incident());
            assertThat(send(client, twelveHoursOn, "GET", link).statusCode()).isEqualTo(403);
            assertThat(send(client, twelveHoursOn, "POST", link).statusCode()).isEqualTo(403);
            assertThat(pipeline.facts(IncidentEventKind.ACKNOWLEDGED)).isEmpty();

            assertThat(send(client, server, "POST", link).statusCode()).isEqualTo(200);
            pipeline.advance(Duration.ofMinutes(12));
            pipeline.expectSilence();

            assertThat(send(client, server, "POST", link).body()).contains("Done.");
            assertThat(pipeline.facts(IncidentEventKind.ACKNOWLEDGED))
                    .as("however often it is followed")
                    .hasSize(1);
        }
    }

    @Test
    void without_an_answer_the_ladder_goes_on() throws Exception {
        var messages = new TextMessages();
        try (messages;
                var pipeline = new Pipeline(folder, paging(messages));
                var server = listen(pipeline, pipeline::now);
                var channels = messages.channels(pipeline, new Answers(base(server), LINKS))) {
            pipeline.phones().connect("text", channels);
            pipeline.alertFires();
            pipeline.expectPage("first-engineer", "text");
            pipeline.advance(Duration.ofMinutes(12));
            pipeline.expectPage("second", "phone");
        }
    }

    private List<Document> paging(TextMessages messages) {
        return StoryDefinitions.with(folder, messages.definitions());
    }

    private static URI base(HttpServer server) {
        return URI.create(server.url());
    }

    private static String link(Pipeline pipeline, String person, Duration valid) {
        return LINKS.token(
                new Answer(pipeline.incident(), person, "acknowledge", pipeline.now().plus(valid)));
    }

    private static HttpResponse<String> send(
            HttpClient client, HttpServer server, String method, String token) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + AnswerLinks.PATH + token))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpServer listen(Pipeline pipeline) {
        return listen(pipeline, pipeline::now);
    }

    private static HttpServer listen(Pipeline pipeline, InstantSource clock) {
        var acting =
                new Acting(
                        pipeline.model(),
                        action ->
                                pipeline.act(
                                        ActionKind.valueOf(action.act().name()),
                                        action.actor(),
                                        value ->
                                                value.setEnvelope(
                                                        Envelope.newBuilder()
                                                                .setId(action.id())
                                                                .setAt(pipeline.now())
                                                                .build())),
                        Duration.ofSeconds(2));
        var routes = new AnswerRoutes(LINKS, acting, pipeline.definitions(), clock);
        var nowhere = List.of(URI.create("http://127.0.0.1:1"));
        var platform = new Platform(new KafkaConfig("127.0.0.1:1", nowhere, "test.", Map.of()));
        return HttpServer.bare(HttpServer.Config.loopback(0), platform, routes::addTo);
    }
}
