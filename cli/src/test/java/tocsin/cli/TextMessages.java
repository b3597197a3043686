package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tocsin.notifier.channel.Answers;
import tocsin.notifier.channel.Channels;
import tocsin.notifier.channel.Secret;
import tocsin.notifier.channel.Secrets;
import tocsin.notifier.channel.http.Addresses;
import tocsin.runtime.Traces;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Somebody's text messages, as their provider was given them.
final class TextMessages implements AutoCloseable {
    private static final String CHANNEL =
            """
            kind: Channel
            metadata: {name: text}
            spec: {type: sms, account: AC1, from: "+15005550006", to: "+15005550100", url: "URL"}
            """;
    private static final String PAGING =
            """
            ---
            kind: Person
            metadata: {name: first-engineer}
            spec: {channels: [text]}
            ---
            kind: EscalationPolicy
            metadata: {name: default}
            spec:
              steps:
                - targets: [{name: first-engineer, channels: [text]}]
                  acknowledgeWithin: 10m
                - targets: [{name: second, channels: [phone]}]
                  acknowledgeWithin: 20m
              lastResort: {name: last-resort, channels: [console]}
              updateEvery: {}
              acknowledgedFor: never
            """;

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicBoolean holdsNext = new AtomicBoolean();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    TextMessages() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/2010-04-01/Accounts/AC1/Messages.json", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /// Somebody is paged by them first.
    String definitions() {
        return channel() + PAGING;
    }

    /// The channel named `text`.
    String channel() {
        return CHANNEL.replace("URL", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The channel that leads here.
    Channels channels(Pipeline pipeline, Answers answers) {
        return new Channels(
                pipeline.definitions(),
                new Secrets(Map.of("text", new Secret("a token of the provider"))),
                Optional.of(answers),
                new Addresses(List.of("127.0.0.1")),
                System.out,
                pipeline::now,
                Traces.OFF);
    }

    /// What follows `begin` in the only text, up to the next space.
    String link(String begin) {
        assertThat(texts).hasSize(1);
        var link = Pattern.compile(Pattern.quote(begin) + "(\\S+)").matcher(texts.getFirst());
        assertThat(link.find()).as(texts.getFirst()).isTrue();
        return link.group(1);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    /// The next message is sent, and nobody is told so until [#letGo].
    void holdNext() {
        holdsNext.set(true);
    }

    boolean holds() {
        return held.getCount() == 0;
    }

    void letGo() {
        released.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            list(exchange);
        } else {
            take(exchange);
        }
    }

    /// What was sent, as the provider tells when it is asked.
    private void list(HttpExchange exchange) throws IOException {
        var messages =
                IntStream.range(0, texts.size())
                        .mapToObj(i -> Map.of("sid", "SM" + (i + 1), "body", texts.get(i)))
                        .toList();
        say(exchange, 200, JsonMapper.shared().writeValueAsString(Map.of("messages", messages)));
    }

    private void hold() {
        held.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, text.length());
            exchange.getResponseBody().write(text.getBytes(UTF_8));
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Stream.of(form.split("&"))
                    .filter(field -> field.startsWith("Body="))
                    .map(field -> URLDecoder.decode(field.substring(5), UTF_8))
                    .forEach(texts::add);
            if (holdsNext.getAndSet(false)) {
                hold();
            }
            say(exchange, 201, "{\"sid\":\"SM%d\"}".formatted(texts.size()));
        }
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
