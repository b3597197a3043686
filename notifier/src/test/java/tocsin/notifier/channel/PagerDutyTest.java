package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.util.List;

class PagerDutyTest extends HttpChannelContract {
    private final FakePagerDuty pagerDuty = new FakePagerDuty();

    @Override
    Answer provider(FakeProvider.Request request) {
        return pagerDuty.answer(request);
    }

    @Override
    Channel channel(URI base, Line line) {
        return new HttpChannel(new PagerDuty(base, SECRET), SECRET, line);
    }

    @Override
    boolean rings() {
        return true;
    }

    @Override
    String identity(FakeProvider.Request request) {
        return Json.read(request.body()).path("dedup_key").asString("");
    }

    @Test
    void an_incident_is_one_alert_from_its_page_to_its_resolution() {
        for (var kind : Command.Kind.values()) {
            assertThat(send(kind)).isInstanceOf(Outcome.Accepted.class);
        }

        assertThat(events("checkout-7k3f9a/on-call"))
                .containsExactly(
                        "trigger", "acknowledge", "trigger", "trigger", "trigger", "resolve");
        assertThat(events("checkout-7k3f9a/on-call/approval-wanted"))
                .containsExactly("trigger", "resolve");
        assertThat(events("checkout-7k3f9a/on-call/remediation-failed")).containsExactly("trigger");
    }

    /// What was said of one alert.
    private List<String> events(String alert) {
        return provider.requests().stream()
                .filter(request -> identity(request).equals(alert))
                .map(request -> Json.read(request.body()).path("event_action").asString(""))
                .toList();
    }

    @Test
    void what_was_changed_is_a_change_event_and_wakes_nobody() {
        assertThat(send(Command.Kind.CHANGED)).isInstanceOf(Outcome.Accepted.class);

        assertThat(provider.last().path()).endsWith("/v2/change/enqueue");
        var event = Json.read(provider.last().body());
        assertThat(event.has("event_action")).isFalse();
        assertThat(event.at("/payload/source").asString()).isEqualTo("checkout");
    }

    @Test
    void a_page_says_how_bad_it_is_and_where_to_look() {
        send();

        var event = Json.read(provider.last().body());
        assertThat(event.path("payload").path("summary").asString())
                .isEqualTo("SEV-2 checkout: checkout burns its error budget 14.4 times too fast");
        assertThat(event.path("payload").path("severity").asString()).isEqualTo("error");
        assertThat(event.path("payload").path("timestamp").asString())
                .isEqualTo("2026-01-05T08:59:30Z");
        assertThat(event.path("links").get(0).path("href").asString())
                .isEqualTo("https://tocsin.example/incidents/checkout-7k3f9a");
    }

    @Test
    void a_no_is_one_whatever_its_status_says() {
        provider.next(
                Answer.of(200, FakePagerDuty.INVALID.formatted("no")),
                Answer.of(200, "<html>Log in"));

        assertThat(send()).isInstanceOf(Outcome.Refused.class);
        assertThat(send())
                .isEqualTo(
                        new Outcome.Unknown("HTTP 200, but no answer of PagerDuty: <html>Log in"));
    }
}
