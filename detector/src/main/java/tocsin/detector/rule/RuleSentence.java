package tocsin.detector.rule;

import java.util.Comparator;

/// Evidence of a rule in one plain sentence that a sleepy person understands.
public final class RuleSentence {
    private RuleSentence() {}

    /// What `change` means for the service.
    public static String of(String service, String rule, RuleChange change) {
        var worst =
                change.windows().stream()
                        .max(Comparator.comparingDouble(RuleChange.Window::excess))
                        .map(window -> measured(window, change.firing()))
                        .orElse("nothing watches this any more");
        var flapping =
                change.flapping()
                        ? "; it comes and goes, so no more is said until it has been steady for"
                                + " 15 min"
                        : "";
        var forecast = change.forecast().map(trend -> "; " + trend.words()).orElse("");
        return "%s: %s%s%s (rule %s)".formatted(service, worst, forecast, flapping, rule);
    }

    private static String measured(RuleChange.Window window, boolean firing) {
        return "%s, %s%s".formatted(window.counted(), firing ? "" : "not ", window.limit());
    }
}
