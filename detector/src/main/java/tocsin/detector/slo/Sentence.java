package tocsin.detector.slo;

import static tocsin.detector.window.Figures.last;
import static tocsin.detector.window.Figures.length;
import static tocsin.detector.window.Figures.percent;

import tocsin.runtime.definitions.DurationText;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/// Evidence in one plain sentence that a sleepy person understands.
public final class Sentence {
    private static final long MINUTE = 60_000;

    private Sentence() {}

    /// What `standing` means for the service.
    public static String of(Slo slo, Standing standing) {
        var facet =
                standing.facets().stream()
                        .filter(Standing.FacetStanding::firing)
                        .findFirst()
                        .orElse(standing.facets().getFirst());
        var spent =
                "%s of the %s error budget is spent"
                        .formatted(percent(standing.budget().consumed()), period(slo));
        if (facet.firing() && facet.name().startsWith("BUDGET_")) {
            return "%s: %s; %s".formatted(slo.service(), spent, failed(facet.windows().getFirst()));
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
            return "%s went silent: %s".formatted(slo.service(), failed(recent));
        }
        return "%s: %s%s, %s times what the %s objective allows"
                .formatted(
                        slo.service(),
                        failed(recent),
                        overLongWindow(facet),
                        factor(recent.burn()),
                        objective(slo));
    }

    private static String good(Slo slo, Standing.FacetStanding facet) {
        var recent = facet.windows().getLast();
        return facet.firing()
                ? "%s is recovering: %s%s"
                        .formatted(slo.service(), failed(recent), overLongWindow(facet))
                : "%s is back within its %s objective: %s"
                        .formatted(slo.service(), objective(slo), failed(recent));
    }

    /// Whether the newest events still burn faster than the facet's threshold.
    private static boolean burns(Slo slo, Standing.FacetStanding facet) {
        var recent = facet.windows().getLast().sum();
        return facet.factorMilli() > 0
                ? recent.burnsFasterThan(facet.factorMilli(), slo.budgetPpb())
                : recent.errorRatio() >= 0.5;
    }

    private static String failed(Standing.Window window) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d events failed in the %s (%s)",
                Math.round(window.sum().badEvents()),
                Math.round(window.sum().totalEvents()),
                last(window.length()),
                percent(window.sum().errorRatio()));
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
        var text = DurationText.of(Duration.ofMillis(slo.periodMillis()));
        return text.endsWith("d") || text.endsWith("h")
                ? text.replace("d", "-day").replace("h", "-hour")
                : length(slo.periodMillis());
    }

    private static String factor(double burn) {
        return String.format(Locale.ROOT, burn >= 10 ? "%,.0f" : "%.1f", burn);
    }
}
