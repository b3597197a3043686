package tocsin.cli;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The containers of our own image as Compose would start them, but as processes of this machine:
/// the words come from `Dockerfile` and `docker-compose.yml`.
final class Containers {
    private static final Pattern ENTRYPOINT = Pattern.compile("(?m)^ENTRYPOINT (\\[.*])$");
    private static final String CLASSES = "/opt/tocsin/lib/*";

    private final ComposeFile compose = ComposeFile.read();
    private final List<String> entrypoint = entrypoint();

    /// Starts a service of the Compose file.
    ///
    /// @param own what differs from the service's environment there
    /// @param more arguments behind its command
    TocsinProcess start(String service, Path output, Map<String, String> own, String... more) {
        var environment = new HashMap<>(compose.environment(service));
        environment.putAll(own);
        // A container sees its limit as the machine's memory, for which Java picks its collector.
        var limit = compose.service(service).path("mem_limit").asString();
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAM=" + limit);
        return TocsinProcess.start(command(service, more), output, environment);
    }

    private List<String> command(String service, String... more) {
        return Stream.of(entrypoint, compose.command(service), Arrays.asList(more))
                .flatMap(List::stream)
                .map(Containers::here)
                .toList();
    }

    private static String here(String word) {
        return switch (word) {
            case "java" -> Path.of(System.getProperty("java.home"), "bin", "java").toString();
            case CLASSES -> System.getProperty("java.class.path");
            default -> word;
        };
    }

    private static List<String> entrypoint() {
        try {
            var file = Files.readString(ComposeFile.PROJECT.resolve("Dockerfile"));
            var found = ENTRYPOINT.matcher(file.replace("\\\n", ""));
            if (!found.find()) {
                throw new AssertionError("no ENTRYPOINT in the Dockerfile");
            }
            return List.of(JsonMapper.shared().readValue(found.group(1), String[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
