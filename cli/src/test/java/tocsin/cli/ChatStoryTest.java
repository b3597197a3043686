package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.channel.Channels;
import tocsin.notifier.channel.Secret;
import tocsin.notifier.channel.Secrets;
import tocsin.notifier.channel.http.Addresses;
import tocsin.responder.api.Acting;
import tocsin.responder.api.ActionLog;
import tocsin.responder.callback.Callbacks;
import tocsin.responder.callback.Hmac;
import tocsin.responder.callback.SlackInteractions;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.ActionKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.IncidentEventKind;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A page reaches a chat, and what people press there reaches the incident.
class ChatStoryTest {
    private static final String SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String CHAT =
            """
            {kind: Channel, metadata: {name: chat},
             spec: {type: slack, channel: C1, buttons: true, url: "URL"}}
            """;
    private static final String PERSON =
            """
            {kind: Person, metadata: {name: first-engineer},
             spec: {channels: [phone], contacts: {slack: U012AB3CD}}}
            """;
    private static final String RUNBOOK =
            """
            {kind: Runbook, metadata: {name: errors},
             spec: {url: "https://wiki.example.com/errors", actions: [{action: roll-back}],
                    when: {labels: {alertname: HighErrorRate}}}}
            """;
    private static final String SERVICE =
            """
            {kind: Service, metadata: {name: checkout},
             spec: {impact: customers cannot pay, dashboard: "https://grafana.example/d/1"}}
            """;
    private static final String POLICY =
            """
            {kind: EscalationPolicy, metadata: {name: default},
             spec: {steps: [{targets: [{name: room, channels: [chat]}]}],
                    lastResort: {name: boss, channels: [console]}, updateEvery: 40m}}
            """;

    @TempDir private Path folder;

    @Test
    void a_button_acknowledges_and_the_message_says_so() throws Exception {
        try (var room = new SlackRoom(SIGNING_SECRET);
                var pipeline = new Pipeline(folder, documents(room));
                var channels = channels(room, pipeline);
                var callbacks = listen(pipeline)) {
            pipeline.phones().connect("chat", channels);
            pipeline.alertFires();
            pipeline.expectPage("room", "chat");
            assertThat(room.text())
                    .startsWith("*Page: SEV-")
                    .contains("\nImpact: customers cannot pay\n")
                    .contains("acknowledged; next update by 09:40 UTC\n")
                    .contains("<https://grafana.example/d/1|dashboard>")
                    .contains("<https://wiki.example.com/errors|runbook>");
            assertThat(room.buttons())
                    .containsExactly("Acknowledge", "Escalate", "Resolve", "Snooze 30 min");
            var url = callbacks.url() + "/callbacks/slack";

            assertThat(room.press("Acknowledge", "U999", url, pipeline.now()))
                    .isEqualTo("403 no person of the definitions has this id");
            assertThat(pipeline.facts(IncidentEventKind.ACKNOWLEDGED)).isEmpty();

            var pressed = pipeline.now();
            assertThat(room.press("Acknowledge", "U012AB3CD", url, pressed)).isEqualTo("200");
            assertThat(room.text())
                    .startsWith("*Acknowledged: SEV-")
                    .contains("Status: acknowledged by first-engineer; next update by 09:40 UTC\n")
                    .contains("Impact: customers cannot pay");
            assertThat(room.buttons()).containsExactly("Escalate", "Resolve", "Snooze 30 min");

            pipeline.advance(Duration.ofMinutes(6));
            assertThat(room.press("Resolve", "U012AB3CD", url, pressed))
                    .startsWith("401 the signature is missing, wrong or old");
            assertThat(room.press("Resolve", "U012AB3CD", url, pipeline.now())).isEqualTo("200");
            assertThat(room.text())
                    .startsWith("*Resolved: SEV-")
                    .contains("Status: resolved after 6 min\n")
                    .doesNotContain("Impact");
            assertThat(room.buttons()).isEmpty();
            pipeline.expectResolved("room", "chat");
        }
    }

    @Test
    void a_button_snoozes_and_the_page_comes_again_when_it_is_over() throws Exception {
        try (var room = new SlackRoom(SIGNING_SECRET);
                var pipeline = new Pipeline(folder, documents(room));
                var channels = channels(room, pipeline);
                var callbacks = listen(pipeline)) {
            pipeline.phones().connect("chat", channels);
            pipeline.alertFires();
            pipeline.expectPage("room", "chat");
            var url = callbacks.url() + "/callbacks/slack";

            var pressed = pipeline.now();
            assertThat(room.press("Snooze 30 min", "U999", url, pressed)).startsWith("403");
            assertThat(room.press("Snooze 30 min", "U012AB3CD", url, pressed)).isEqualTo("200");
            assertThat(pipeline.facts(IncidentEventKind.ACTION_TAKEN))
                    .singleElement()
                    .satisfies(fact -> {
                        var taken = fact.getActionTaken();
                        assertThat(taken.getKind()).isEqualTo("SNOOZE");
                        assertThat(taken.getActor()).isEqualTo("first-engineer");
                        assertThat(taken.getUntil()).isEqualTo(pressed.plusSeconds(1800));
                    });
            assertThat(room.text()).contains("snoozed by first-engineer");

            pipeline.advance(Duration.ofMinutes(29));
            pipeline.expectSilence();
            pipeline.advance(Duration.ofMinutes(2));
            pipeline.expectPage("room", "chat");
        }
    }

    @Test
    void the_same_click_acts_once_and_the_listener_serves_nothing_else() throws Exception {
        try (var room = new SlackRoom(SIGNING_SECRET);
                var pipeline = new Pipeline(folder, documents(room));
                var channels = channels(room, pipeline);
                var callbacks = listen(pipeline)) {
            pipeline.phones().connect("chat", channels);
            pipeline.alertFires();
            pipeline.expectPage("room", "chat");
            var url = callbacks.url() + "/callbacks/slack";

            assertThat(room.press("Escalate", "U012AB3CD", url, pipeline.now())).isEqualTo("200");
            assertThat(room.press("Escalate", "U012AB3CD", url, pipeline.now())).isEqualTo("200");

            assertThat(pipeline.facts(IncidentEventKind.ACTION_TAKEN)).hasSize(1);
            pipeline.expectPage("boss", "console");
            for (var path : List.of("/health/ready", "/metrics", "/v1/incidents", "/")) {
                assertThat(room.press("Escalate", "U012AB3CD", callbacks.url() + path, Instant.MIN))
                        .startsWith("404");
            }
        }
    }

    private static List<Document> documents(SlackRoom room) {
        var documents = new ArrayList<Document>();
        for (var text :
                List.of(CHAT.replace("URL", room.url()), PERSON, SERVICE, RUNBOOK, POLICY)) {
            var body = new YAMLMapper().readTree(text);
            var name = body.path("metadata").path("name").asString();
            documents.add(new Document(body.path("kind").asString(), name, body));
        }
        return documents;
    }

    private static Channels channels(SlackRoom room, Pipeline pipeline) {
        return new Channels(
                Definitions.always(new DefinitionSet(1, "", Instant.EPOCH, documents(room))),
                new Secrets(Map.of("chat", new Secret("a bot's token"))),
                new Addresses(List.of("127.0.0.1")),
                System.out,
                pipeline::now,
                Traces.OFF);
    }

    private static Envelope envelope(ActionLog.Action action, Pipeline pipeline) {
        return Envelope.newBuilder().setId(action.id()).setAt(pipeline.now()).build();
    }

    private static HttpServer listen(Pipeline pipeline) {
        var routes =
                new Callbacks(
                        List.of(new SlackInteractions(new Hmac(SIGNING_SECRET))),
                        new Acting(
                                pipeline.model(),
                                action ->
                                        pipeline.act(
                                                ActionKind.valueOf(action.act().name()),
                                                action.actor(),
                                                value ->
                                                        value.setEnvelope(
                                                                        envelope(action, pipeline))
                                                                .setUntil(action.until())
                                                                .setRevision(action.revision())),
                                Duration.ofSeconds(2)),
                        pipeline.definitions(),
                        pipeline::now,
                        new SimpleMeterRegistry());
        var nowhere = List.of(URI.create("http://127.0.0.1:1"));
        var platform = new Platform(new KafkaConfig("127.0.0.1:1", nowhere, "test.", Map.of()));
        return HttpServer.bare(HttpServer.Config.loopback(0), platform, routes::addTo);
    }
}
