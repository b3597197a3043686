package tocsin.detector.slo;

import static tocsin.detector.window.Figures.last;
import static tocsin.detector.window.Figures.length;
import static tocsin.detector.window.Figures.percent;

import tocsin.runtime.definitions.DurationText;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Evidence in one plain sentence that a sleepy person understands.
public final class Sentence {
    private static final long MINUTE = 60_000;

    private Sentence() {}

    /// What a step of a breach means for the service.
    public static String of(Slo slo, Change change) {
        var text = of(slo, change.standing()) + parts(change);
        return switch (change.reason()) {
            case COUNTS -> text;
            case BUDGET_RESTORED -> text + "; part of a spent budget is back";
            case BUDGET_RESET ->
                    "%s; a new period has begun, with a whole error budget".formatted(text);
        };
    }

    /// The children of a composite that have most of what is bad, the worst first.
    private static String parts(Change change) {
        var shares = change.evidence().map(Evidence::shares).orElse(List.of());
        var worst =
                shares.stream()
                        .filter(one -> one.share() >= 0.005)
                        .sorted(Comparator.comparingDouble(Shares.Share::share).reversed())
                        .limit(3)
                        .map(one -> "%s is %s".formatted(percent(one.share()), one.sli()))
                        .toList();
        return worst.isEmpty() || !change.standing().firing()
                ? ""
                : "; of what is bad %s".formatted(String.join(", ", worst));
    }

    /// What `standing` means for the service.
    public static String of(Slo slo, Standing standing) {
        var facet = standing.worst();
        var spent =
                "%s of the %s error budget is spent"
                        .formatted(percent(standing.budget().consumed()), period(slo));
        if (facet.firing() && facet.name().startsWith("BUDGET_")) {
            return "%s: %s; %s"
                    .formatted(
                            slo.subject(), spent, failedInPeriod(slo, facet.windows().getFirst()));
        }
        return burns(slo, facet)
                ? "%s; %s%s%s"
                        .formatted(
                                bad(slo, facet),
                                spent,
                                spentLately(facet, standing.budget()),
                                forecast(facet, standing))
                : "%s; %s".formatted(good(slo, facet), spent);
    }

    /// How much of the budget went in the long window of a pair, unless that is all that is spent.
    private static String spentLately(Standing.FacetStanding facet, Standing.Budget budget) {
        var sustained = facet.windows().getFirst();
        double bad = sustained.sum().badEvents();
        return facet.factorMilli() > 0
                        && bad < 0.9 * budget.bad()
                        && bad > budget.allowedBad() / 1e3
                ? ", %s in the last %s"
                        .formatted(percent(bad / budget.allowedBad()), length(sustained.length()))
                : "";
    }

    private static String forecast(Standing.FacetStanding facet, Standing standing) {
        return facet.firing() && standing.exhaustedIn().orElse(0) > 0
                ? ", and at this rate all of it in " + ahead(standing.exhaustedIn().getAsLong())
                : "";
    }

    /// Two digits are as much as a forecast knows.
    private static String ahead(long millis) {
        long minutes = Math.ceilDiv(millis, MINUTE);
        if (minutes < 100) {
            return minutes + " min";
        }
        long hours = Math.round(minutes / 60.0);
        return hours < 100 ? hours + " h" : Math.round(hours / 24.0) + " days";
    }

    private static String bad(Slo slo, Standing.FacetStanding facet) {
        var recent = facet.windows().getLast();
        if (!facet.firing()) {
            return "%s went silent: %s".formatted(slo.subject(), failed(slo, recent));
        }
        return "%s: %s%s, %s times what the %s objective allows"
                .formatted(
                        slo.subject(),
                        failed(slo, recent),
                        overLongWindow(facet),
                        factor(recent.burn()),
                        objective(slo));
    }

    private static String good(Slo slo, Standing.FacetStanding facet) {
        var recent = facet.windows().getLast();
        return facet.firing()
                ? "%s is recovering: %s%s"
                        .formatted(slo.subject(), failed(slo, recent), overLongWindow(facet))
                : "%s is back within its %s objective: %s"
                        .formatted(slo.subject(), objective(slo), failed(slo, recent));
    }

    /// Whether the newest events still burn faster than the facet's threshold.
    private static boolean burns(Slo slo, Standing.FacetStanding facet) {
        var recent = facet.windows().getLast().sum();
        return facet.factorMilli() > 0
                ? recent.burnsFasterThan(facet.factorMilli(), slo.budgetPpb())
                : recent.errorRatio() >= 0.5;
    }

    private static String failed(Slo slo, Standing.Window window) {
        return failed(slo, window, "in the " + last(window.length()));
    }

    private static String failedInPeriod(Slo slo, Standing.Window window) {
        return slo.period() instanceof Period.Calendar
                ? failed(slo, window, "since it began")
                : failed(slo, window);
    }

    private static String failed(Slo slo, Standing.Window window, String when) {
        return String.format(
                Locale.ROOT,
                "%s of %,d %s %s (%s)",
                number(slo, window.sum().badEvents()),
                Math.round(window.sum().totalEvents()),
                switch (slo.budgeting()) {
                    case Budgeting.Slices slices ->
                            "slices of %s were bad".formatted(length(slices.sliceMillis()));
                    case Budgeting.Occurrences(long unit) ->
                            unit > 1 ? "events, by weight, failed" : events(slo.parts());
                },
                when,
                percent(window.sum().errorRatio()));
    }

    private static String events(Parts parts) {
        return parts.all()
                .getFirst()
                .threshold()
                .filter(_ -> !parts.composite())
                .map(threshold -> "measurements were " + threshold.otherwise())
                .orElse("events failed");
    }

    /// Of slices that count by their ratio, parts are bad.
    private static String number(Slo slo, double events) {
        return slo.budgeting().unit() > 1
                ? String.format(Locale.ROOT, "%,.1f", events)
                : String.format(Locale.ROOT, "%,d", Math.round(events));
    }

    private static String overLongWindow(Standing.FacetStanding facet) {
        if (facet.windows().size() == 1) {
            return "";
        }
        var sustained = facet.windows().getFirst();
        return " and %s over %s"
                .formatted(percent(sustained.sum().errorRatio()), length(sustained.length()));
    }

    private static String objective(Slo slo) {
        var percent = new BigDecimal(slo.target()).movePointRight(2).stripTrailingZeros();
        return percent.toPlainString() + " %";
    }

    private static String period(Slo slo) {
        return switch (slo.period()) {
            case Period.Rolling(long millis) -> period(millis);
            case Period.Calendar calendar -> calendar.words();
        };
    }

    private static String period(long millis) {
        var text = DurationText.of(Duration.ofMillis(millis));
        return text.endsWith("d") || text.endsWith("h")
                ? text.replace("d", "-day").replace("h", "-hour")
                : length(millis);
    }

    private static String factor(double burn) {
        return String.format(Locale.ROOT, burn >= 10 ? "%,.0f" : "%.1f", burn);
    }
}
