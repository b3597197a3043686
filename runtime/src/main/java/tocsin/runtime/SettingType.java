package tocsin.runtime;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// What the text of a setting has to be, and how it is treated.
///
/// @param name what documentation calls it
/// @param parse turns the text into a value; what it throws says what is wrong, without the text
/// @param <T> what the text becomes
public record SettingType<T>(String name, Function<String, T> parse, Handling handling) {
    /// Who may see the text, and what a blank one means.
    public enum Handling {
        /// Everybody may see it; blank means absent.
        OPEN,
        /// Nobody may see it; blank means absent. The variable with `_FILE` behind it may name a
        /// file that holds it.
        SECRET,
        /// Taken as it stands, blank or not. It may be a password, so nobody sees it.
        RAW
    }

    public static final SettingType<String> TEXT = of("text", text -> text);

    public static final SettingType<Path> PATH = of("path", Path::of);

    /// A number of things of which one at least is needed.
    public static final SettingType<Integer> COUNT =
            of("number, 1 or more", text -> between(text, 1, Integer.MAX_VALUE, "at least 1"));

    /// A TCP port; 0 lets the system choose.
    public static final SettingType<Integer> PORT =
            of("port", text -> between(text, 0, 65535, "a port is 0 to 65535"));

    public static final SettingType<URI> URL = of("URL", SettingType::url);

    public static final SettingType<List<URI>> URLS =
            of(
                    "URLs, comma-separated",
                    text -> Arrays.stream(text.split(",")).map(SettingType::url).toList());

    /// Kafka's own form of a list of brokers.
    public static final SettingType<String> ADDRESSES =
            of("host:port,...", text -> checked(text, "([^,\\s]+:\\d+,?)+", "host:port,..."));

    /// For a library that knows what it means.
    public static final SettingType<String> AS_IT_STANDS =
            new SettingType<>("as it stands", text -> text, Handling.RAW);

    /// A value in the open.
    public static <T> SettingType<T> of(String name, Function<String, T> parse) {
        return new SettingType<>(name, parse, Handling.OPEN);
    }

    /// A value that is never shown and may be in a file.
    public static <T> SettingType<T> secret(Function<String, T> parse) {
        return new SettingType<>("secret", parse, Handling.SECRET);
    }

    /// One of a few words.
    public static SettingType<String> oneOf(String... words) {
        var all = String.join(", ", words);
        return of(
                all, text -> checked(text, String.join("|", words), "it has to be one of " + all));
    }

    /// The text as people may see it: no secret, and no password that a URL carries.
    String shown(String text) {
        return handling == Handling.OPEN ? text.replaceAll("//[^/@]*@", "//<secret>@") : "<secret>";
    }

    private static String checked(String text, String pattern, String expected) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException(expected);
        }
        return text;
    }

    private static int between(String text, int least, int most, String expected) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(expected);
        }
        return number;
    }

    private static URI url(String text) {
        try {
            var url = new URI(text.strip());
            if (url.getHost() != null && text.strip().matches("https?://.*")) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Its message would quote the text, which may hold a password.
        }
        throw new IllegalArgumentException("a URL is http://host... or https://host...");
    }
}
