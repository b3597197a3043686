package tocsin.ingest.prometheus;

import java.util.List;
import java.util.Optional;

/// A plain series selector, such as `http_requests_total{job="checkout",code=~"5.."}`.
public record Selector(List<LabelMatcher> matchers) {
    public Selector {
        matchers = List.copyOf(matchers);
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException when the text is no selector, with the place and the reason
    public static Selector parse(String text) {
        return new SelectorParser(text).parse();
    }

    /// Whether it selects a series with these labels.
    boolean matches(Labels labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.label())));
    }

    /// The one metric it asks for, where it names one.
    Optional<String> metric() {
        return matchers.stream()
                .filter(matcher -> matcher.label().equals(Labels.METRIC))
                .flatMap(matcher ->
                        matcher instanceof LabelMatcher.Equal(_, var wanted, var negated)
                                        && !negated
                                ? Optional.of(wanted).stream()
                                : Optional.<String>empty().stream())
                .findFirst();
    }
}
