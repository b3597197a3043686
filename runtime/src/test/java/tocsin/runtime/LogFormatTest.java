package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/// What a log line looks like, whatever is in its message.
class LogFormatTest {
    private static final String FORGED = "all is well\n2026-01-05T09:00:00.000Z ERROR forged";

    @Test
    void text_keeps_a_message_on_its_line() throws JoranException {
        assertThat(line("text"))
                .endsWith("all is well 2026-01-05T09:00:00.000Z ERROR forged\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void json_is_one_object_a_line() throws JoranException {
        var line = line("json");

        assertThat(line).containsOnlyOnce("\n");
        var json = JsonMapper.shared().readTree(line);
        assertThat(json.path("formattedMessage").asString()).isEqualTo(FORGED);
        assertThat(json.path("level").asString()).isEqualTo("WARN");
        assertThat(json.path("loggerName").asString()).isEqualTo("tocsin.Test");
    }

    @Test
    void the_settings_are_what_the_logs_configuration_reads() throws IOException {
        try (var in = LogFormatTest.class.getResourceAsStream("/logback.xml")) {
            assertThat(in)
                    .asString(UTF_8)
                    .contains(read(Main.LOG_LEVEL))
                    .contains("log-" + read(Main.LOG_FORMAT) + ".xml");
        }
    }

    private static String read(Setting<?> setting) {
        return "${" + setting.variable() + ":-" + setting.absent() + "}";
    }

    private static String line(String format) throws JoranException {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("TOCSIN_LOG_FORMAT", format);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getResource("/logback.xml"));
        var root = context.getLogger("ROOT");
        var appender = (ConsoleAppender<ILoggingEvent>) root.iteratorForAppenders().next();
        var logger = context.getLogger("tocsin.Test");
        var event = new LoggingEvent("", logger, Level.WARN, FORGED, null, null);
        var line = new String(appender.getEncoder().encode(event), UTF_8);
        context.stop();
        return line;
    }
}
