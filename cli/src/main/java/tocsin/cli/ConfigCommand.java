package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tocsin.runtime.Settings;
import tocsin.runtime.Spelling;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// `tocsin config show`: what the services read from this environment.
@Command(
        name = "config",
        description = "Shows the settings that the services read from this environment.",
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
                    "Prints value and source of every setting of every service. Exit code 1 when"
                            + " a value is bad or a TOCSIN_ variable is read by none.",
            mixinStandardHelpOptions = true)
    int show(
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "text",
                            description = "text or json. Default: ${DEFAULT-VALUE}")
                    OutputFormat output) {
        var read = ServiceSettings.of(environment);
        var services = read.services();
        var problems = new ArrayList<>(read.problems());
        problems.addAll(unread(services));
        var out = spec.commandLine().getOut();
        if (output == OutputFormat.json) {
            out.println(json(services, problems));
        } else {
            services.forEach((service, settings) -> print(out, service, settings));
            problems.forEach(out::println);
        }
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    private static void print(PrintWriter out, String service, Settings settings) {
        out.println(service);
        for (var one : settings.asked()) {
            out.printf("  %-27s %-42s %s%n", one.variable(), one.value(), one.source());
        }
    }

    private static String json(Map<String, Settings> services, List<String> problems) {
        var shown = new LinkedHashMap<String, Object>();
        services.forEach((service, settings) -> shown.put(service, settings.asked()));
        return JsonMapper.shared()
                .writeValueAsString(Map.of("services", shown, "problems", problems));
    }

    /// Variables that look like settings and that no service reads.
    private static List<String> unread(Map<String, Settings> services) {
        var known = new TreeSet<String>();
        services.values()
                .forEach(settings -> settings.asked().forEach(one -> known.add(one.name())));
        return services.values().iterator().next().unknown(known).stream()
                .map(name -> Settings.PREFIX + name + ": no service reads it" + hint(name, known))
                .toList();
    }

    private static String hint(String name, Set<String> known) {
        return Spelling.nearest(name, known)
                .map(near -> "; did you mean " + Settings.PREFIX + near + "?")
                .orElse("");
    }
}
