package tocsin.cli.definitions;

import tocsin.ingest.prometheus.Selector;
import tocsin.runtime.definitions.Wording;

import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the plain selectors in Sloth's queries. A query computes a rate over a window; here events
/// are counted one by one, so that only a query which adds up counters has a meaning:
/// `sum(rate(SELECTOR[{{.window}}]))`, and for errors also the total less such a sum.
final class SlothQuery {
    /// What to count.
    ///
    /// @param role `bad`, or `good` where the errors are the total less something
    record Ratio(String role, String counted, String total) {}

    /// A query that cannot be counted.
    static final class Uncountable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String field;

        Uncountable(String field, String message) {
            super(message);
            this.field = field;
        }

        /// `error_query` or `total_query`.
        String field() {
            return field;
        }
    }

    private static final int LENGTH_MAX = 8_192;
    private static final Pattern WINDOW = Pattern.compile("\\{\\{\\s*\\.window\\s*}}");
    private static final Pattern SUM =
            Pattern.compile(
                    "sum\\s*\\(\\s*(?:rate|increase)\\s*\\(([^\\u0001]+)\\[\\u0001]\\s*\\)\\s*\\)",
                    Pattern.DOTALL);
    private static final Pattern OR_ZERO =
            Pattern.compile(
                    "\\s+or\\s+(?:on\\s*\\(\\s*\\)\\s*)?vector\\s*\\(\\s*0\\s*\\)$",
                    Pattern.CASE_INSENSITIVE);

    private SlothQuery() {}

    /// What two queries count.
    ///
    /// @throws Uncountable when one cannot be counted
    static Ratio ratio(String errors, String all) {
        if (all.length() > LENGTH_MAX) {
            throw new Uncountable("total_query", "is over " + LENGTH_MAX + " characters");
        }
        if (errors.length() > LENGTH_MAX) {
            throw new Uncountable("error_query", "is over " + LENGTH_MAX + " characters");
        }
        var total = sum(plain(all)).orElseThrow(() -> uncountable("total_query", all));
        var plain = plain(errors);
        var bad = sum(plain);
        if (bad.isPresent()) {
            return new Ratio("bad", bad.get(), total);
        }
        for (int at = plain.indexOf('-'); at >= 0; at = plain.indexOf('-', at + 1)) {
            var from = sum(plain(plain.substring(0, at)));
            var less = sum(plain(plain.substring(at + 1)));
            if (from.isPresent() && less.isPresent() && same(from.get(), total)) {
                return new Ratio("good", less.get(), total);
            }
        }
        throw uncountable("error_query", errors);
    }

    private static boolean same(String one, String other) {
        return one.equals(other) || Selector.parse(one).equals(Selector.parse(other));
    }

    /// The selector of a sum of rates, whose own grammar ingest judges.
    private static Optional<String> sum(String query) {
        return Optional.of(SUM.matcher(query))
                .filter(sum -> sum.matches())
                .map(sum -> sum.group(1).strip())
                .filter(SlothQuery::selects);
    }

    private static boolean selects(String text) {
        try {
            var _ = Selector.parse(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// Without what does not change the count: blanks, parentheses around all, `or vector(0)`.
    private static String plain(String query) {
        var text = WINDOW.matcher(query).replaceAll("\u0001").strip();
        while (true) {
            var next = OR_ZERO.matcher(text).replaceFirst("").strip();
            if (next.startsWith("(") && closes(next) == next.length() - 1) {
                next = next.substring(1, next.length() - 1).strip();
            }
            if (next.equals(text)) {
                return text;
            }
            text = next;
        }
    }

    /// Where the parenthesis at the start is closed.
    private static int closes(String text) {
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return -1;
    }

    private static Uncountable uncountable(String field, String query) {
        return new Uncountable(
                field,
                "only sum(rate(SELECTOR[{{.window}}])), and for errors the total less such a sum,"
                        + " can be counted event by event, not "
                        + Wording.quoted(query.strip()));
    }
}
