package tocsin.ingest.prometheus;

import tocsin.ingest.input.Quote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a series selector in PromQL's notation, with quoted names (`{"a.b","c.d"="e"}`) too.
final class SelectorParser {
    private static final int MAX_LENGTH = 4_096;
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern OPERATOR = Pattern.compile("=~|!~|!=|=");
    private static final Pattern STRING =
            Pattern.compile(
                    "\"((?:[^\"\\\\\\n]|\\\\.)*+)\"|'((?:[^'\\\\\\n]|\\\\.)*+)'|`([^`]*+)`");
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", Pattern.DOTALL);

    private final String text;
    private final Matcher scanner;
    private final List<LabelMatcher> matchers = new ArrayList<>();
    private int at;

    SelectorParser(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a selector of %d characters, at most %d".formatted(text.length(), MAX_LENGTH));
        }
        this.text = text;
        scanner = BLANK.matcher(text);
    }

    Selector parse() {
        take(METRIC).ifPresent(this::metric);
        if (takeMark('{')) {
            conditions();
        }
        skipBlanks();
        if (at < text.length()) {
            throw unexpected("only a plain series selector is supported");
        }
        if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
            throw new IllegalArgumentException(
                    "it would select every series; name a metric or a label");
        }
        return new Selector(matchers);
    }

    private void conditions() {
        while (!takeMark('}')) {
            condition();
            if (!takeMark(',') && !sees('}')) {
                throw unexpected("a comma or } is missing");
            }
        }
    }

    private void condition() {
        var quoted = takeString();
        var name = quoted.or(() -> take(LABEL)).orElseThrow(() -> unexpected("a label is missing"));
        var operator = take(OPERATOR);
        if (operator.isEmpty() && quoted.isPresent()) {
            metric(name);
            return;
        }
        var sign = operator.orElseThrow(() -> unexpected("one of = != =~ !~ is missing"));
        var value = takeString().orElseThrow(() -> unexpected("a value in quotes is missing"));
        matchers.add(LabelMatcher.of(name, sign, value));
    }

    private void metric(String name) {
        if (matchers.stream().anyMatch(matcher -> matcher.label().equals(Labels.METRIC))) {
            throw new IllegalArgumentException("the metric's name is given twice");
        }
        matchers.add(LabelMatcher.of(Labels.METRIC, "=", name));
    }

    private Optional<String> takeString() {
        return take(STRING)
                .map(string -> {
                    var content = string.substring(1, string.length() - 1);
                    return string.charAt(0) == '`' ? content : unescaped(content);
                });
    }

    private static String unescaped(String content) {
        return ESCAPE.matcher(content)
                .replaceAll(escape -> Matcher.quoteReplacement(meaning(escape.group())));
    }

    private static String meaning(String escape) {
        if (escape.length() > 2) {
            return String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
        }
        return switch (escape.charAt(1)) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '\\', '"', '\'' -> escape.substring(1);
            default ->
                    throw new IllegalArgumentException(
                            "unknown escape " + Quote.of(escape) + "; write \\\\ for a backslash");
        };
    }

    private Optional<String> take(Pattern token) {
        skipBlanks();
        scanner.usePattern(token).region(at, text.length());
        if (!scanner.lookingAt()) {
            return Optional.empty();
        }
        at = scanner.end();
        return Optional.of(scanner.group());
    }

    private boolean takeMark(char mark) {
        boolean there = sees(mark);
        if (there) {
            at++;
        }
        return there;
    }

    private boolean sees(char mark) {
        skipBlanks();
        return at < text.length() && text.charAt(at) == mark;
    }

    private void skipBlanks() {
        scanner.usePattern(BLANK).region(at, text.length());
        if (scanner.lookingAt()) {
            at = scanner.end();
        }
    }

    private IllegalArgumentException unexpected(String what) {
        return new IllegalArgumentException(
                "%s at character %d, before %s".formatted(what, at, Quote.of(text.substring(at))));
    }
}
