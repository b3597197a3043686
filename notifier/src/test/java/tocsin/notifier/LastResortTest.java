package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.channel.OwnChannel;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.Settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class LastResortTest {
    private static final Outcome YES = new Outcome.Accepted("SM1");
    private static final Outcome NO = new Outcome.Refused("HTTP 401");
    private static final Outcome CUT = new Outcome.Unknown("cut off");
    private static final Outcome LATER =
            new Outcome.TryAgain("HTTP 429", Optional.of(Duration.ofSeconds(30)));
    private static final String SMS =
            "{\"type\":\"sms\",\"account\":\"AC1\",\"from\":\"+1\",\"to\":\"+2\"}";

    @TempDir private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Pages.NINE;
    private Outcome provider = YES;

    @Test
    void the_channel_comes_before_the_command() {
        var both = both("exit 0");

        assertThat(send(both)).isEqualTo(YES);

        assertThat(ran()).isFalse();
        assertThat(uses("channel")).isEqualTo(1);
        assertThat(uses("command")).isZero();
    }

    @Test
    void the_command_runs_where_the_channel_has_failed() {
        for (var failure : List.of(NO, CUT, LATER)) {
            provider = failure;
            assertThat(send(both("exit 0"))).isEqualTo(new Outcome.Accepted("exit code 0"));
        }

        assertThat(ran()).isTrue();
        assertThat(uses("channel")).isEqualTo(3);
        assertThat(uses("command")).isEqualTo(3);
    }

    static List<List<Outcome>> bothFail() {
        var failed = new Outcome.TryAgain("exit code 3: no line");
        return List.of(List.of(NO, failed), List.of(CUT, CUT), List.of(LATER, LATER));
    }

    /// What may have arrived is asked for at the next try; a provider is left alone as it wishes.
    @ParameterizedTest
    @MethodSource("bothFail")
    void where_both_fail_the_page_is_tried_again(List<Outcome> failureAndResult) {
        provider = failureAndResult.getFirst();

        assertThat(send(both("echo no line; exit 3"))).isEqualTo(failureAndResult.getLast());
    }

    @Test
    void its_use_is_told_of_for_a_day() {
        var resort = both("exit 0");
        assertThat(resort.lately()).isEmpty();

        send(resort);

        assertThat(resort.lately())
                .contains("used for page p1 at 2026-01-05T09:00:00Z: Accepted[receipt=SM1]");
        now = now.plus(Duration.ofDays(1));
        assertThat(resort.lately()).isEmpty();
    }

    @Test
    void while_kafka_is_away_it_is_told_that_nobody_is_paged() {
        var resort = both("exit 0");
        try (var watch = new KafkaWatch(Duration.ofMinutes(2), resort, () -> now)) {
            watch.look(true);
            assertThat(uses("channel")).isZero();
            now = now.plus(Duration.ofMinutes(2));
            watch.look(true);
            watch.look(true);
        }

        assertThat(uses("channel")).as("once, since it was taken").isEqualTo(1);
        assertThat(resort.lately()).hasValueSatisfying(use -> assertThat(use).contains("blind"));
    }

    @Test
    void other_channels_are_called_as_ever() {
        var resort = both("exit 0");

        assertThat(resort.send(Pages.notification("p1")))
                .isEqualTo(new Outcome.Accepted("over phone"));
        assertThat(resort.lately()).isEmpty();
        assertThat(uses("channel")).isZero();
    }

    @Test
    void without_any_nothing_is_promised() {
        var none = resort(Map.of());

        assertThat(send(none))
                .isEqualTo(
                        new Outcome.Refused(
                                "neither a channel nor a command is set for the last resort"));
    }

    @Test
    void a_channel_that_cannot_be_made_ends_the_start() {
        var settings = new Settings(Map.of("TOCSIN_LAST_RESORT_CHANNEL", SMS));

        assertThatThrownBy(() ->
                        new LastResort(
                                LastResort.Config.from(settings),
                                _ -> NO,
                                (_, _) -> {
                                    throw new IllegalArgumentException("no secret");
                                },
                                new NotifierMetrics(meters),
                                () -> now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no secret");
    }

    private LastResort both(String script) {
        var file = folder.resolve("script");
        try {
            Files.writeString(file, "touch '" + folder + "/ran'\n" + script);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return resort(
                Map.of(
                        "TOCSIN_LAST_RESORT_CHANNEL",
                        SMS,
                        "TOCSIN_LAST_RESORT_SECRET",
                        "another token",
                        "TOCSIN_LAST_RESORT_COMMAND",
                        "sh " + file));
    }

    private LastResort resort(Map<String, String> environment) {
        var settings = new Settings(environment);
        var config = LastResort.Config.from(settings);
        settings.check();
        return new LastResort(
                config,
                notification -> new Outcome.Accepted("over " + notification.channel()),
                this::own,
                new NotifierMetrics(meters),
                () -> now);
    }

    private Channel own(OwnChannel channel, String secretSetting) {
        assertThat(secretSetting).isEqualTo("TOCSIN_LAST_RESORT_SECRET");
        assertThat(channel.secret()).isPresent();
        return _ -> provider;
    }

    private static Outcome send(LastResort resort) {
        var page = Pages.page("p1", 1, "phone");
        return resort.send(new Notification(page, Command.Notify.LAST_RESORT, 3, false));
    }

    private boolean ran() {
        return Files.exists(folder.resolve("ran"));
    }

    private double uses(String way) {
        return meters.counter("tocsin.notifier.last.resort", "way", way).count();
    }
}
