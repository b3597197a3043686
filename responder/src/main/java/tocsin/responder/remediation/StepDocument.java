package tocsin.responder.remediation;

import tocsin.runtime.definitions.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads what an action runs.
final class StepDocument {
    private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> KNOWN = Set.of("service", "incident", "target");
    private static final List<String> CHANGES = List.of("restart", "undo", "scale");
    private static final int ARGUMENTS_MAX = 50;
    private static final int PAYLOAD_MAX = 20;
    private static final int TEXT_MAX = 1_000;

    private final Set<String> names = new TreeSet<>(KNOWN);

    private StepDocument(Set<String> parameters) {
        parameters.forEach(name -> names.add("parameter." + name));
    }

    /// @param parameters names that the action has
    static Step read(Field field, Set<String> parameters) {
        var reader = new StepDocument(parameters);
        var ways = field.keys();
        if (ways.size() != 1) {
            throw field.wrong("is one of command, webhook and kubernetes");
        }
        return switch (ways.getFirst()) {
            case "command" -> reader.command(field.get("command"));
            case "webhook" -> reader.webhook(field.get("webhook"));
            case "kubernetes" -> reader.kubernetes(field.get("kubernetes"));
            default -> throw field.wrong("is one of command, webhook and kubernetes");
        };
    }

    private Step command(Field field) {
        var argv = new ArrayList<String>();
        for (var argument : field.items()) {
            argv.add(text(argument));
        }
        if (argv.isEmpty() || argv.size() > ARGUMENTS_MAX) {
            throw field.wrong("has 1 to " + ARGUMENTS_MAX + " arguments");
        }
        if (!argv.getFirst().startsWith("/") || argv.getFirst().contains("{")) {
            throw field.items()
                    .getFirst()
                    .wrong("must be the whole path of a program, without names in braces");
        }
        return new Step.Command(argv);
    }

    private Step webhook(Field field) {
        var payload = new TreeMap<String, String>();
        var given = field.get("payload");
        for (var name : given.present() ? given.keys() : List.<String>of()) {
            payload.put(name, text(given.get(name)));
        }
        if (payload.size() > PAYLOAD_MAX) {
            throw given.wrong("has " + payload.size() + " names, at most " + PAYLOAD_MAX);
        }
        return new Step.Webhook(field.get("endpoint").text(), payload);
    }

    private Step kubernetes(Field field) {
        var change = change(field.get("do"));
        var kind =
                field.get("kind").present()
                        ? field.get("kind").oneOf(Step.Kubernetes.KINDS)
                        : Step.Kubernetes.KINDS.getFirst();
        if (change == Step.Kubernetes.Change.UNDO && !kind.equals("Deployment")) {
            throw field.get("do").wrong("only a Deployment keeps the revision before");
        }
        if (change == Step.Kubernetes.Change.SCALE && kind.equals("DaemonSet")) {
            throw field.get("do").wrong("a DaemonSet has one replica on each node");
        }
        if (change != Step.Kubernetes.Change.SCALE && field.get("replicas").present()) {
            throw field.get("replicas").wrong("is for 'do: scale' only");
        }
        return new Step.Kubernetes(
                change,
                text(field.get("namespace")),
                kind,
                text(field.get("name")),
                change == Step.Kubernetes.Change.SCALE ? text(field.get("replicas")) : "");
    }

    private static Step.Kubernetes.Change change(Field field) {
        return Step.Kubernetes.Change.valueOf(field.oneOf(CHANGES).toUpperCase(Locale.ROOT));
    }

    private String text(Field field) {
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
