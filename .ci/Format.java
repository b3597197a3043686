import com.google.googlejavaformat.java.Main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks (`check`) or rewrites (`write`) every Java source of the project with google-java-format,
/// AOSP style. Run by Maven on the JDK that compiles the project.
final class Format {
    static void main(String[] args) throws Exception {
        boolean write = args.length > 0 && args[0].equals("write");
        var arguments = new ArrayList<>(List.of("--aosp"));
        arguments.addAll(
                write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        int options = arguments.size();
        for (var module : sources(Path.of("."))) {
            arguments.add(module.toString());
        }
        if (arguments.size() == options) {
            return;
        }
        var out = new PrintWriter(System.out, true);
        var err = new PrintWriter(System.err, true);
        String[] array = arguments.toArray(new String[0]);
        int exit = new Main(out, err, System.in).format(array);
        out.flush();
        err.flush();
        if (exit != 0 && !write) {
            System.err.println(
                    "The files above are not formatted. To format them: mvn -N validate"
                            + " -Dformat.mode=write");
        }
        System.exit(exit);
    }

    private static List<Path> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
