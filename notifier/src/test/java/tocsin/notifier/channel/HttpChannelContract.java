package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.channel.http.Http;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.definitions.DefinitionSet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What every channel over HTTP promises, however its provider behaves.
abstract class HttpChannelContract extends ChannelContract {
    /// A secret that must be found nowhere but where the provider wants it.
    static final Secret SECRET = new Secret("canary0123456789canary0123456789");

    static final Texts TEXTS = Texts.of(DefinitionSet.EMPTY);

    private static final Duration SHORT = Duration.ofMillis(250);

    final FakeProvider provider = new FakeProvider(this::provider);
    private final Http http = new Http(new Addresses(List.of("127.0.0.1")));
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    /// How the provider answers by itself.
    abstract Answer provider(FakeProvider.Request request);

    /// A channel to the provider at `base`.
    abstract Channel channel(URI base, Line line);

    /// Whether it makes a phone ring.
    boolean rings() {
        return false;
    }

    /// Whether its provider says yes by the status alone.
    boolean believesTheStatus() {
        return false;
    }

    /// What makes a repeated request harmless; the same for each try of a page. Empty for a request
    /// that sends nothing.
    abstract String identity(FakeProvider.Request request);

    @BeforeEach
    void listen() {
        logged.start();
        root().addAppender(logged);
    }

    @AfterEach
    void close() {
        root().detachAppender(logged);
        http.close();
        provider.close();
        assertThat(logged.list)
                .as("the secret in the log")
                .noneMatch(line -> line.getFormattedMessage().contains(SECRET.value()));
    }

    @Override
    Channel channel() {
        return channel(Line.DEADLINE);
    }

    @Override
    String arrived() {
        return provider.requests().stream()
                .map(FakeProvider.Request::body)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 410, 413, 422})
    void what_the_provider_will_not_take_is_refused(int status) {
        provider.next(Answer.of(status, Map.of("Location", "/elsewhere"), "no"));

        assertThat(send()).isInstanceOf(Outcome.Refused.class);
        assertThat(reason(send("p2"))).isNotEqualTo("");
        assertThat(provider.requests()).noneMatch(request -> request.path().equals("/elsewhere"));
    }

    @Test
    void news_that_may_have_arrived_are_not_sent_again_to_a_chat_that_cannot_know() {
        var news = Pages.command("p1", Command.Kind.NOTICE, 1, "phone");
        var page = Pages.page("p2", 2, "phone");

        assertThat(channel().send(new Notification(news, "phone", 2, true)))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(provider.requests().isEmpty()).as("not sent again").isEqualTo(forgets());
        assertThat(channel().send(new Notification(page, "phone", 2, true)))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(provider.requests()).as("a page is").isNotEmpty();
    }

    /// Whether it is a chat that can neither be asked nor knows a repeated request.
    boolean forgets() {
        return false;
    }

    @Test
    void what_is_quiet_goes_where_nothing_rings() {
        var news = new Notification(Pages.quiet("p1", "phone"), "phone", 1, false);

        var outcome = channel().send(news);

        if (rings()) {
            assertThat(outcome)
                    .isEqualTo(new Outcome.Refused("it rings, and this is no reason to"));
            assertThat(provider.requests()).isEmpty();
        } else {
            assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void a_provider_that_wants_to_be_left_alone_is_for_exactly_as_long() {
        provider.next(
                Answer.of(429, Map.of("Retry-After", "7"), ""),
                Answer.of(429, Map.of("Retry-After", "Mon, 5 Jan 2026 09:01:00 GMT"), ""),
                Answer.of(429, Map.of("Retry-After", "soon"), ""));

        assertThat(send())
                .isEqualTo(new Outcome.TryAgain("HTTP 429", Optional.of(Duration.ofSeconds(7))));
        assertThat(send())
                .isEqualTo(new Outcome.TryAgain("HTTP 429", Optional.of(Duration.ofMinutes(1))));
        assertThat(send()).isEqualTo(new Outcome.TryAgain("HTTP 429"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 502, 503, 504})
    void a_provider_in_trouble_is_tried_again(int status) {
        provider.next(Answer.of(status, "oops"));

        assertThat(send()).isEqualTo(new Outcome.TryAgain("HTTP " + status + ": oops"));
    }

    @Test
    void an_answer_that_does_not_come_is_no_answer() {
        provider.next(new Answer.Reset(), new Answer.Silent());

        assertThat(send()).isEqualTo(new Outcome.Unknown("cut off"));
        assertThat(channel(SHORT).send(Pages.notification("p1")))
                .isEqualTo(new Outcome.Unknown("no answer in time"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Log in", "{}", "[]", "null", "{\"error\":\"no\"}", ""})
    void a_yes_in_other_words_than_the_providers_is_none(String body) {
        provider.next(Answer.of(200, body), Answer.of(200, body));

        var outcome = send();

        if (believesTheStatus()) {
            assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        } else {
            assertThat(outcome).isNotInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void nobody_listening_means_try_again() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var nobody = channel(URI.create("http://127.0.0.1:" + port), line(Line.DEADLINE));

        assertThat(nobody.send(Pages.notification("p1")))
                .isEqualTo(new Outcome.TryAgain("no connection"));
    }

    @Test
    void the_deadline_bounds_an_answer_that_drips() {
        provider.next(new Answer.Drip(500), new Answer.Drip(200));
        var begun = System.nanoTime();

        assertThat(channel(SHORT).send(Pages.notification("p1")))
                .isInstanceOf(Outcome.TryAgain.class);
        channel(SHORT).send(Pages.notification("p1"));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void of_an_endless_answer_only_the_beginning_is_read() {
        provider.next(new Answer.Endless(500), new Answer.Endless(200));

        assertThat(send()).isInstanceOf(Outcome.TryAgain.class);
        assertThat(send()).isNotInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 500})
    void a_secret_that_the_provider_sends_back_goes_no_further(int status) {
        provider.next(Answer.of(status, "{\"error\":\"what is " + SECRET.value() + "?\"}"));

        assertThat(send().toString()).doesNotContain(SECRET.value());
        assertThat(channel().toString()).doesNotContain(SECRET.value());
    }

    @Test
    void every_try_of_a_page_has_the_same_identity() {
        var command = Pages.page("p1", 1, "phone");
        channel().send(new Notification(command, "phone", 1, false));
        channel().send(new Notification(command, "phone", 2, true));

        assertThat(
                        provider.requests().stream()
                                .map(this::identity)
                                .filter(identity -> !identity.isEmpty())
                                .distinct())
                .hasSize(1);
    }

    @Test
    void hostile_text_makes_no_broken_request() {
        for (var kind : Command.Kind.values()) {
            for (var text : HostileText.ALL) {
                var outcome = channel().send(HostileText.notification(text, kind));

                assertThat(outcome)
                        .as(kind + ": " + PlainText.line(text, 60))
                        .isInstanceOf(Outcome.Accepted.class);
            }
        }
    }

    final Outcome send() {
        return send("p1");
    }

    final Outcome send(String page) {
        return channel().send(Pages.notification(page));
    }

    final Outcome send(Command.Kind kind) {
        var command = Pages.command("p-" + kind, kind, 1, "phone");
        return channel().send(new Notification(command, "phone", 1, false));
    }

    /// Sends a page whose answer was lost once more.
    final Outcome sendAgain(String page) {
        var command = Pages.page(page, 0, "phone");
        return channel().send(new Notification(command, "phone", 2, true));
    }

    /// Sends a message about an incident whose first one the channel called `first`.
    final Outcome sendLater(Command.Kind kind, String first) {
        var command = Pages.command("p-later", kind, 2, "phone");
        return channel().send(new Notification(command, "phone", 1, false, Optional.of(first)));
    }

    private Channel channel(Duration deadline) {
        return channel(provider.base(), line(deadline));
    }

    final Http http() {
        return http;
    }

    private Line line(Duration deadline) {
        return new Line(http, deadline, InstantSource.fixed(Pages.NINE));
    }

    static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var receipt) -> receipt;
            case Outcome.TryAgain(var reason, _) -> reason;
            case Outcome.Refused(var reason) -> reason;
            case Outcome.Unknown(var reason) -> reason;
        };
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
