package tocsin.responder.remediation;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts values into the texts of a step. Values are foreign text: whoever tells of a deployment
/// names its version.
final class Filling {
    private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int VALUE_MAX = 500;

    /// RFC 1123, as Kubernetes wants its names.
    private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,4}");

    private Filling() {}

    /// An argument of a program. A value cannot turn it into an option.
    static String argument(String text, Map<String, String> values) {
        var filled = text(text, values);
        if (filled.startsWith("-") && !text.startsWith("-")) {
            throw new IllegalArgumentException("'" + filled + "' would be taken for an option");
        }
        return filled;
    }

    /// The name of an object on Kubernetes.
    static String name(String text, Map<String, String> values) {
        return matching(OBJECT, text(text, values), "is no name of an object on Kubernetes");
    }

    /// A whole number, 0 to 9999.
    static String count(String text, Map<String, String> values) {
        return matching(COUNT, text(text, values), "is no number of replicas");
    }

    private static String matching(Pattern pattern, String filled, String problem) {
        if (!pattern.matcher(filled).matches()) {
            throw new IllegalArgumentException("'" + filled + "' " + problem);
        }
        return filled;
    }

    static String text(String text, Map<String, String> values) {
        return NAME.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), values)));
    }

    /// Whether a value may be put into a step at all.
    static boolean fits(String value) {
        return !value.isBlank() && value.length() <= VALUE_MAX && !CONTROL.matcher(value).find();
    }

    private static String value(String name, Map<String, String> values) {
        var value =
                Optional.ofNullable(values.get(name))
                        .orElseThrow(() ->
                                new IllegalArgumentException("{" + name + "} stands for nothing"));
        if (!fits(value)) {
            throw new IllegalArgumentException(
                    "{%s} is blank, over %d characters or holds control characters"
                            .formatted(name, VALUE_MAX));
        }
        return value;
    }
}
