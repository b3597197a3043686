package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

class ConsoleChannelTest extends ChannelContract {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Channel channel = new ConsoleChannel(new PrintStream(printed, true, UTF_8));

    @Override
    Channel channel() {
        return channel;
    }

    @Override
    String arrived() {
        return printed.toString(UTF_8);
    }

    @Test
    void a_page_is_a_frame() {
        channel.send(Pages.notification("0123456789abcdef"));

        assertThat(arrived().indent(0))
                .isEqualTo(
                        """
                        +-- PAGE  SEV-2  checkout -----------------------------------------------------+
                        | checkout burns its error budget 14.4 times too fast                          |
                        | Evidence  4.1 % of 12,000 requests failed in the last 5 minutes              |
                        | Status    open, nobody has acknowledged                                      |
                        | Opened    2026-01-05 08:59:30 UTC                                            |
                        | To        on-call                                                            |
                        | Because   first on call                                                      |
                        | Open      console https://tocsin.example/incidents/checkout-7k3f9a           |
                        | Incident  checkout-7k3f9a                                                    |
                        | Page      01234567, attempt 1                                                |
                        +------------------------------------------------------------------------------+
                        """);
    }

    @Test
    void hostile_text_stays_within_the_frame() {
        control_characters_do_not_arrive_as_such();
        very_long_texts_are_taken();

        assertThat(arrived().lines())
                .allMatch(line -> line.length() == 80)
                .allMatch(line -> line.matches("[+|].*[+|]"));
    }

    @Test
    void a_console_that_cannot_be_written_is_tried_again() {
        var broken =
                new PrintStream(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("closed");
                            }
                        },
                        true,
                        UTF_8);

        assertThat(new ConsoleChannel(broken).send(Pages.notification("p1")))
                .isInstanceOf(Outcome.TryAgain.class);
    }
}
