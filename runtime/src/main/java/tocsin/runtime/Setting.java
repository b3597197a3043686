package tocsin.runtime;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One setting: a variable of the environment, what it may be and what it means. Reading it,
/// `--help`, `tocsin config` and the reference page follow from this.
///
/// A name with `<NAME>` in it is a family: a variable for each name that somebody gives.
///
/// @param name without the prefix `TOCSIN_`
/// @param type what its text has to be
/// @param absent the text that counts when there is none; empty when nothing does
/// @param example what somebody might give; of a family `NAME=value`
/// @param doc what it is, in one sentence
/// @param <T> what the text becomes
public record Setting<T>(
        String name, SettingType<T> type, String absent, String example, String doc) {
    static final String PREFIX = "TOCSIN_";
    static final String FILE = "_FILE";

    private static final String NAME = "<NAME>";

    /// The variable's whole name.
    public String variable() {
        return PREFIX + name;
    }

    /// The variable of one member of a family.
    String variable(String member) {
        return variable().replace(NAME, member);
    }

    /// Which member of this family a variable is for.
    Optional<String> member(String variable) {
        return Optional.of(matcher(variable)).filter(Matcher::matches).map(match -> match.group(1));
    }

    /// Whether it is for this setting that somebody set the variable.
    boolean reads(String variable) {
        return matcher(variable).matches();
    }

    /// The example as a line of an environment.
    public String line() {
        if (!name.contains(NAME)) {
            return variable() + "=" + example;
        }
        var parts = example.split("=", 2);
        return variable(parts[0]) + "=" + parts[1];
    }

    /// Two lines for people in front of a terminal.
    ///
    /// @param absent the default, or several
    public String help(String absent) {
        return "  %s%s  (%s%s)%n      %s"
                .formatted(
                        variable(),
                        isSecret() ? "[" + FILE + "]" : "",
                        type.name(),
                        absent.isEmpty() ? "" : "; default " + absent,
                        doc);
    }

    boolean isSecret() {
        return type.handling() == SettingType.Handling.SECRET;
    }

    private Matcher matcher(String variable) {
        return Pattern.compile(
                        Pattern.quote(variable()).replace(NAME, "\\E(.+?)\\Q")
                                + (isSecret() ? "(?:" + FILE + ")?" : ""))
                .matcher(variable);
    }
}
