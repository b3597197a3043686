package tocsin.responder.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class ProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void arguments_are_handed_over_as_they_are_and_no_shell_reads_them() {
        var outcome = Programs.run(List.of("/bin/echo", "$HOME; ls", "`id`"), LONG, "r1/run");

        assertThat(outcome.well()).isTrue();
        assertThat(outcome.output()).isEqualTo("$HOME; ls `id`\n");
    }

    @Test
    void it_sees_nothing_of_our_environment_but_the_key_of_the_run() {
        var outcome = Programs.run(List.of("/usr/bin/env"), LONG, "r1/run");

        assertThat(outcome.output().lines())
                .containsExactlyInAnyOrder(
                        "PATH=/usr/local/bin:/usr/bin:/bin", "TOCSIN_IDEMPOTENCY_KEY=r1/run");
    }

    @Test
    void a_program_that_fails_is_told_with_its_exit_code() {
        var outcome = Programs.run(List.of("/bin/sh", "-c", "echo no; exit 3"), LONG, "k");

        assertThat(outcome.well()).isFalse();
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.reason()).isEqualTo("exit code 3");
        assertThat(outcome.output()).isEqualTo("no\n");
        assertThat(Programs.run(List.of("/nowhere"), LONG, "k").reason()).startsWith("cannot be");
    }

    @Test
    void one_that_takes_too_long_is_ended_with_all_it_started() {
        var outcome =
                Programs.run(
                        List.of("/bin/sh", "-c", "sleep 60 & sleep 60"),
                        Duration.ofMillis(200),
                        "k");

        assertThat(outcome.well()).isFalse();
        assertThat(outcome.reason()).startsWith("ended after");
    }

    @Test
    void of_much_output_the_end_is_kept() {
        var outcome = Programs.run(List.of("/usr/bin/seq", "100000"), LONG, "k");

        assertThat(outcome.output()).hasSize(4_000).endsWith("100000\n");
    }
}
