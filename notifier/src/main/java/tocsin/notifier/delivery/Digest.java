package tocsin.notifier.delivery;

import java.util.List;
import java.util.stream.Collectors;

/// One page that speaks for others to the same target.
public final class Digest {
    /// What the log calls the channel of a page that another one spoke for.
    public static final String CHANNEL = "tocsin:digest";

    private static final int NAMED_MAX = 10;
    private static final int HEADLINE_MAX = 120;

    private Digest() {}

    /// `page` with the others in its text.
    static Command.Notify of(Command.Notify page, List<Command.Notify> others) {
        var message = page.message();
        return page.saying(
                message.saying(
                        "(+%d more) %s".formatted(others.size(), message.title()),
                        "%s Also: %s".formatted(message.evidence(), named(others)).strip()));
    }

    private static String named(List<Command.Notify> others) {
        var named =
                others.stream()
                        .limit(NAMED_MAX)
                        .map(other -> shortened(other.message().headline(other.service())))
                        .collect(Collectors.joining("; "));
        return others.size() <= NAMED_MAX
                ? named
                : "%s; and %d more".formatted(named, others.size() - NAMED_MAX);
    }

    private static String shortened(String headline) {
        return headline.codePointCount(0, headline.length()) <= HEADLINE_MAX
                ? headline
                : headline.substring(0, headline.offsetByCodePoints(0, HEADLINE_MAX)) + "...";
    }
}
