package tocsin.detector.slo;

import tocsin.runtime.definitions.DurationText;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Evidence in one plain sentence that a sleepy person understands.
public final class Sentence {
    private Sentence() {}

    /// What `standing` means for the service.
    public static String of(Slo slo, Standing standing) {
        var firing = worst(standing);
        var facet = firing.orElse(standing.facets().getFirst());
        var sustained = facet.windows().getFirst();
        var recent = facet.windows().getLast();
        var text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d events failed in the last %s (%s)",
                        slo.service(),
                        Math.round(recent.sum().badEvents()),
                        Math.round(recent.sum().totalEvents()),
                        length(recent.length()),
                        percent(recent.sum().errorRatio())));
        if (facet.windows().size() > 1) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            " and %s over %s",
                            percent(sustained.sum().errorRatio()),
                            length(sustained.length())));
        }
        text.append(firing.isPresent() ? "" : ", which is within bounds again");
        text.append(
                String.format(
                        Locale.ROOT,
                        "; that burns the error budget of %s over %s %s times as fast as it allows;"
                                + " %s of the budget is spent",
                        slo.target(),
                        length(slo.periodMillis()),
                        factor(recent.burn()),
                        percent(standing.budget().consumed())));
        return text.toString();
    }

    private static Optional<Standing.FacetStanding> worst(Standing standing) {
        return standing.facets().stream().filter(Standing.FacetStanding::firing).findFirst();
    }

    private static String length(long millis) {
        return DurationText.of(Duration.ofMillis(millis));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share >= 0.1 ? "%.0f %%" : "%.1f %%", share * 100);
    }

    private static String factor(double burn) {
        return String.format(Locale.ROOT, burn >= 10 ? "%.0f" : "%.1f", burn);
    }
}
