package tocsin.cli.definitions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The YAML files of a folder.
final class DefinitionFiles {
    /// More than this many are refused.
    static final int MAX = 10_000;

    /// As much as the operators' API takes in one request.
    private static final int BYTES_MAX = 4 * 1024 * 1024;

    private DefinitionFiles() {}

    /// Them, sorted, one more than [#MAX] at most. Hidden files and folders are passed over:
    /// Kubernetes keeps a second copy of what it mounts in one.
    static List<Path> of(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
                    .filter(file -> !hidden(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MAX + 1L)
                    .toList();
        }
    }

    private static boolean hidden(Path path) {
        for (var part : path) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /// What a file says; `problem` hears why it says nothing.
    static Optional<String> text(Path file, Consumer<String> problem) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            problem.accept("is over " + BYTES_MAX / 1024 / 1024 + " MiB");
            return Optional.empty();
        }
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file)));
            return Optional.of(text.toString().replaceFirst("^\uFEFF", ""));
        } catch (CharacterCodingException _) {
            problem.accept("is not UTF-8");
            return Optional.empty();
        }
    }
}
