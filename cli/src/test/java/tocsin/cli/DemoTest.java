package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The demo as a newcomer runs it, only shorter. It ends with the verification of its own log.
class DemoTest {
    @TempDir private Path folder;

    @Test
    void the_demo_tells_the_whole_story_and_leaves_nothing_running() throws Exception {
        try (var demo =
                TocsinProcess.start(
                        folder.resolve("demo.log"),
                        Map.of(),
                        "demo",
                        "--calm",
                        "5",
                        "--outage",
                        "20",
                        "--data",
                        folder.resolve("data").toString())) {
            demo.awaitPrinted("ready", 1, Duration.ofSeconds(90));
            var children = demo.children();

            assertThat(demo.awaitEnd(Duration.ofMinutes(4))).as(demo.printed()).isZero();

            assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
            assertThat(demo.printed().replaceAll("\\s+", " "))
                    .contains("all failed")
                    .contains("FIRING [PAGE_FAST]")
                    .contains("opened as SEV-2")
                    .contains("RING")
                    .contains("acknowledged by on-call")
                    .contains("CLEARED")
                    .contains("resolved: ")
                    .contains("of the 30-day error budget is spent")
                    .contains("the same, byte for byte");
            assertThat(demo.printed().split("phone +RING", -1)).as("rings once").hasSize(2);
            assertThat(LocalTocsin.ledger(folder.resolve("data/phone.ndjson")))
                    .extracting(one -> one.path("type").asString())
                    .containsExactly("page", "acknowledged", "resolved");
        }
    }
}
