package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class CommandChannelTest extends ChannelContract {
    @TempDir private Path folder;

    @Override
    Channel channel() {
        return new CommandChannel(List.of("tee", "-a", arrivals().toString()));
    }

    @Override
    String arrived() {
        try {
            return Files.readString(arrivals());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void arguments_are_no_shells_words() {
        var channel = new CommandChannel(List.of("echo", "$(touch x)", ";", "`id`"));

        assertThat(channel.send(Pages.notification("p1")))
                .isEqualTo(new Outcome.Accepted("exit code 0"));
    }

    @Test
    void what_the_program_says_is_the_reason() {
        var channel = new CommandChannel(List.of("sh", "-c", "echo no line; exit 3"));

        assertThat(channel.send(Pages.notification("p1")))
                .isEqualTo(new Outcome.TryAgain("exit code 3: no line"));
    }

    @Test
    void a_program_that_is_not_there_is_tried_again() {
        var channel = new CommandChannel(List.of("/does/not/exist"));

        assertThat(channel.send(Pages.notification("p1")))
                .isEqualTo(new Outcome.TryAgain("the command cannot be started"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 60", "sleep 60 & sleep 60", "yes"})
    void a_program_that_does_not_end_is_ended(String script) {
        var begun = System.nanoTime();
        var channel = new CommandChannel(List.of("sh", "-c", script), Duration.ofMillis(200));

        assertThat(channel.send(Pages.notification("p1")))
                .isEqualTo(new Outcome.Unknown("the command did not end in time"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void the_environment_with_its_secrets_stays_here() {
        var channel = new CommandChannel(List.of("sh", "-c", "env >> '" + arrivals() + "'"));

        channel.send(Pages.notification("p1"));

        assertThat(arrived().lines().map(line -> line.split("=", 2)[0]))
                .isSubsetOf("PATH", "HOME", "LANG", "PWD", "OLDPWD", "SHLVL", "_");
    }

    private Path arrivals() {
        return folder.resolve("arrivals");
    }
}
