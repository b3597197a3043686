package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tocsin.runtime.Settings;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `tocsin config show|list`: the settings, as this environment has them and as they could be.
@Command(
        name = "config",
        description = "Shows the settings that services and commands read from the environment.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
    private final Map<String, String> environment;

    @Spec private CommandSpec spec = CommandSpec.create();

    ConfigCommand() {
        this(System.getenv());
    }

    ConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Command(
            name = "show",
            description =
                    "Prints value and source of every setting. Exit code 1 when a value is bad or"
                            + " a TOCSIN_ variable is read by nobody.",
            mixinStandardHelpOptions = true)
    int show(
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "text",
                            description = "text or json. Default: ${DEFAULT-VALUE}")
                    OutputFormat output) {
        var read = ServiceSettings.of(environment);
        var problems = new ArrayList<>(read.problems());
        read.unknown()
                .forEach((name, near) ->
                        problems.add(
                                name
                                        + ": nobody reads it"
                                        + near.map(one -> "; did you mean " + one + "?")
                                                .orElse("")));
        var out = spec.commandLine().getOut();
        if (output == OutputFormat.json) {
            out.println(json(read.readers(), problems));
        } else {
            read.readers().forEach((reader, settings) -> print(out, reader, settings));
            problems.forEach(out::println);
        }
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    @Command(
            name = "list",
            description = "Prints every setting there is: type, default, what it is, who reads it.",
            mixinStandardHelpOptions = true)
    void list() {
        var out = spec.commandLine().getOut();
        for (var row : ServiceSettings.of(Map.of()).rows()) {
            out.println(row.setting().help(row.absent(text -> text)));
            out.println("      read by " + row.readers());
        }
        out.flush();
    }

    private static void print(PrintWriter out, String reader, Settings settings) {
        out.println(reader);
        for (var one : settings.values()) {
            out.printf("  %-27s %-42s %s%n", one.variable(), one.value(), one.source());
        }
    }

    private static String json(Map<String, Settings> readers, List<String> problems) {
        var shown = new LinkedHashMap<String, Object>();
        readers.forEach((reader, settings) -> shown.put(reader, settings.values()));
        return JsonMapper.shared()
                .writeValueAsString(Map.of("services", shown, "problems", problems));
    }
}
