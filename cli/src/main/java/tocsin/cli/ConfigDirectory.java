package tocsin.cli;

import tocsin.cli.definitions.DefinitionFolder;
import tocsin.cli.definitions.Problem;
import tocsin.runtime.definitions.Document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Definitions of a folder for commands that use them.
final class ConfigDirectory {
    private ConfigDirectory() {}

    /// The documents of the folder over the built-in defaults.
    ///
    /// @throws UserError naming every problem with its place
    static List<Document> read(Path folder) {
        return read(folder, _ -> {});
    }

    /// The same.
    ///
    /// @param warnings hears of what is odd but can be used
    static List<Document> read(Path folder, Consumer<String> warnings) {
        var read = folder(folder);
        if (!read.usable()) {
            throw new UserError(
                    read.problems().stream()
                            .map(Problem::toString)
                            .collect(
                                    Collectors.joining(
                                            "\n  ",
                                            "the definitions in %s cannot be used:\n  "
                                                    .formatted(folder),
                                            "")));
        }
        read.problems().forEach(problem -> warnings.accept(problem.toString()));
        return read.documents();
    }

    /// Everything a folder holds, usable or not.
    ///
    /// @throws UserError when there is nothing to read
    static DefinitionFolder.Result folder(Path folder) {
        try {
            var read = DefinitionFolder.read(folder);
            if (read.files() == 0) {
                throw new UserError("no .yaml files in " + folder);
            }
            return read;
        } catch (IOException e) {
            throw new UserError("cannot read the definitions in " + folder + ": " + e);
        }
    }
}
