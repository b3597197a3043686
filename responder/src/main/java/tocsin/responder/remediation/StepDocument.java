package tocsin.responder.remediation;

import tocsin.runtime.definitions.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads what an action runs.
final class StepDocument {
    private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> KNOWN = Set.of("service", "incident", "target");
    private static final int ARGUMENTS_MAX = 50;
    private static final int TEXT_MAX = 1_000;

    private StepDocument() {}

    /// @param parameters names that the action has
    static Step read(Field field, Set<String> parameters) {
        var names = new TreeSet<>(KNOWN);
        parameters.forEach(name -> names.add("parameter." + name));
        return command(field.get("command"), names);
    }

    private static Step command(Field field, Set<String> names) {
        var argv = new ArrayList<String>();
        for (var argument : field.items()) {
            argv.add(text(argument, names));
        }
        if (argv.isEmpty() || argv.size() > ARGUMENTS_MAX) {
            throw field.wrong("has 1 to " + ARGUMENTS_MAX + " arguments");
        }
        if (!argv.getFirst().startsWith("/") || argv.getFirst().contains("{")) {
            throw field.items()
                    .getFirst()
                    .wrong("must be the whole path of a program, without names in braces");
        }
        return new Step.Command(List.copyOf(argv));
    }

    private static String text(Field field, Set<String> names) {
        var text = field.text();
        if (text.length() > TEXT_MAX) {
            throw field.wrong("has " + text.length() + " characters, at most " + TEXT_MAX);
        }
        NAME.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw field.wrong(
                            "{%s} stands for nothing; these do: %s".formatted(name, names));
                });
        return text;
    }
}
