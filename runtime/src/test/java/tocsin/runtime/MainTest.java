package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

class MainTest {
    private static final Setting<Integer> THREADS =
            new Setting<>("THREADS", SettingType.COUNT, "1", "4", "Stream threads");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_says_what_can_be_set() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString(UTF_8))
                .startsWith("sleeper: Sleeps.\n")
                .contains(
                        "\n"
                                + "  TOCSIN_THREADS  (number, 1 or more; default 1)\n"
                                + "      Stream threads\n")
                .contains("\n  TOCSIN_BOOTSTRAP_SERVERS  (")
                .contains("\n  TOCSIN_KAFKA_<NAME>  (")
                .contains("\n  TOCSIN_LOG_FORMAT  (");
        assertThat(err.size()).isZero();
    }

    @Test
    void an_argument_that_is_none_ends_with_2_and_a_hint() {
        assertThat(run("--threads=3")).isEqualTo(2);

        assertThat(out.size()).isZero();
        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "sleeper: unknown argument '--threads=3': settings come from the"
                                + " environment; --help lists them\n");
    }

    private int run(String argument) {
        var sleeper =
                new Main.Service(
                        "sleeper",
                        "Sleeps.",
                        settings -> {
                            settings.get(THREADS);
                            return (_, _) -> () -> {};
                        });
        return Main.explain(
                sleeper,
                argument,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }
}
