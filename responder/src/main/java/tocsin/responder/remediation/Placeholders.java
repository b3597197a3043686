package tocsin.responder.remediation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names in braces, such as `{previousVersion}`, in the texts of an action. What they stand for is
/// put in once: it is foreign text, and braces in it mean nothing.
final class Placeholders {
    private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> KNOWN =
            Set.of("service", "incident", "change", "version", "previousVersion");

    private Placeholders() {}

    /// The text as it stands, if all names in it are known.
    static String checked(String text) {
        NAME.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "{%s} stands for nothing; these do: %s"
                                    .formatted(name, KNOWN.stream().sorted().toList()));
                });
        return text;
    }

    /// Whether the text has a name whose value is empty.
    static boolean unknown(String text, Map<String, String> values) {
        return NAME.matcher(text)
                .results()
                .anyMatch(found -> "".equals(values.get(found.group(1))));
    }

    static String filled(String text, Map<String, String> values) {
        return NAME.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                Optional.ofNullable(values.get(found.group(1)))
                                        .orElse(found.group())));
    }
}
