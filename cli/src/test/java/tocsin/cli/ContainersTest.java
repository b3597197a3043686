package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

class ContainersTest {
    @TempDir private Path folder;

    @Test
    void the_main_of_every_container_says_what_can_be_set() throws InterruptedException {
        var containers = new Containers();
        var started =
                ComposeFile.read().ours().stream()
                        .collect(
                                Collectors.toMap(
                                        service -> service,
                                        service ->
                                                containers.start(
                                                        service,
                                                        folder.resolve(service + ".log"),
                                                        Map.of(),
                                                        "--help")));

        for (var service : started.keySet()) {
            try (var process = started.get(service)) {
                int exit = process.awaitEnd(Duration.ofSeconds(60));
                assertThat(exit).as(process.printed()).isZero();
                assertThat(process.printed()).contains(service + ": ").contains("TOCSIN_HTTP_PORT");
            }
        }
    }
}
