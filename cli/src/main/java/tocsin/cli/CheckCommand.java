package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tocsin.cli.definitions.DefinitionFolder;
import tocsin.runtime.definitions.Finding.Level;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;

/// `tocsin check DIR`: can these definitions be used, and do they mean what they seem to?
@Command(
        name = "check",
        description = "Checks the definitions of a folder and names everything wrong at once.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong; warnings may have been printed",
            "1:something is wrong, or odd and --strict was given",
            "2:the command line was wrong, or there is nothing to read"
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder with definitions (.yaml), or one file.")
    private Path folder = Path.of(".");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text or json. Default: ${DEFAULT-VALUE}")
    private OutputFormat output = OutputFormat.text;

    @Option(names = "--strict", description = "Warnings count as findings too.")
    private boolean strict = false;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var read = read();
        var out = spec.commandLine().getOut();
        if (output == OutputFormat.json) {
            out.println(json(read));
        } else {
            print(out, read);
        }
        out.flush();
        return read.usable() && !(strict && !read.problems().isEmpty()) ? 0 : 1;
    }

    private DefinitionFolder.Result read() {
        try {
            return ConfigDirectory.folder(folder);
        } catch (UserError e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static void print(PrintWriter out, DefinitionFolder.Result read) {
        read.problems().forEach(out::println);
        long warnings =
                read.problems().stream()
                        .filter(problem -> problem.level() == Level.WARNING)
                        .count();
        out.printf(
                "%s in %s: %s, %s%n",
                count(read.own(), "document"),
                count(read.files(), "file"),
                count(read.problems().size() - warnings, "error"),
                count(warnings, "warning"));
    }

    private static String count(long number, String what) {
        return number == 1 ? "1 " + what : number + " " + what + "s";
    }

    private static String json(DefinitionFolder.Result read) {
        var json = new LinkedHashMap<String, Object>();
        json.put("files", read.files());
        json.put("documents", read.own());
        json.put("problems", read.problems());
        return JsonMapper.shared().writeValueAsString(json);
    }
}
