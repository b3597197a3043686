package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

class ConfigCommandTest {
    private final StringWriter printed = new StringWriter();

    @Test
    void every_setting_is_shown_with_its_source() {
        int code =
                run(
                        Map.of(
                                "TOCSIN_THREADS", "2",
                                "TOCSIN_CHANNEL_PHONE_SECRET", "canary-of-a-secret"),
                        "show");

        assertThat(printed.toString())
                .containsPattern("TOCSIN_THREADS +2 +environment")
                .containsPattern("TOCSIN_BOOTSTRAP_SERVERS +localhost:9092 +default")
                .containsPattern("TOCSIN_CHANNEL_PHONE_SECRET +<secret> +environment")
                .doesNotContain("canary");
        assertThat(code).isZero();
    }

    @Test
    void what_is_wrong_is_named_with_what_may_be_meant() {
        int code =
                run(
                        Map.of("TOCSIN_HTTP_PORT", "99999", "TOCSIN_TOPIC_PREFX", "x."),
                        "show",
                        "-o",
                        "json");

        var problems = JsonMapper.shared().readTree(printed.toString()).path("problems");
        assertThat(problems.toString())
                .contains("TOCSIN_HTTP_PORT=99999: a port is 0 to 65535")
                .contains("TOCSIN_TOPIC_PREFX: nobody reads it; did you mean TOCSIN_TOPIC_PREFIX?");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void every_setting_is_listed_once_with_all_its_readers() {
        assertThat(run(Map.of(), "list")).isZero();

        assertThat(printed.toString())
                .containsOnlyOnce(
                        """
                          TOCSIN_HTTP_PORT  (port; default ingest 9093, detector 8082, responder 8080, executor 8084, notifier 8083)
                              Port of the HTTP listener; 0 = any free one
                              read by every service
                        """)
                .containsOnlyOnce("TOCSIN_CHANNEL_<NAME>_SECRET[_FILE]  (secret)")
                .containsOnlyOnce("TOCSIN_JDK_VERSION  ");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new ConfigCommand(environment))
                .setOut(new PrintWriter(printed))
                .execute(arguments);
    }
}
