package tocsin.responder;

import tocsin.responder.budget.Budget;
import tocsin.responder.budget.Budgets;
import tocsin.responder.remediation.Freezes;
import tocsin.schemas.Facet;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.WindowCounts;
import tocsin.schemas.identity.LabelText;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the detector's signals say about budgets, and which of them freeze deployments.
///
/// @param budgets what the operators' API shows
/// @param freezes what the deployment gate asks
record Signals(Budgets budgets, Freezes freezes) {
    /// The burn rate of the window closest to this is shown.
    private static final long WINDOW_MILLIS = Duration.ofHours(1).toMillis();

    void read(SignalPoint signal) {
        if (signal.getKind() != SignalKind.SLO) {
            return;
        }
        var service = signal.getService();
        var slo = signal.getSlo() + LabelText.of(signal.getLabels());
        var told = signal.getBudget();
        if (told == null) {
            freezes.read(service, slo, false);
            budgets.forget(service, slo);
            return;
        }
        if (told.getFrozen() != null) {
            freezes.read(service, slo, told.getFrozen());
        } else {
            freezes.read(service, slo, told.getConsumed());
        }
        budgets.read(service, budget(slo, signal, told, freezes.of(service).contains(slo)));
    }

    private static Budget budget(
            String slo, SignalPoint signal, tocsin.schemas.Budget told, boolean frozen) {
        return new Budget(
                slo,
                signal.getEnvelope().getAt(),
                Duration.ofMillis(told.getPeriodMillis()),
                told.getBegin(),
                told.getCoverage(),
                told.getGood(),
                told.getTotal(),
                told.getAllowedBad(),
                told.getConsumed(),
                burn(signal.getFacets()).orElse(null),
                Duration.ofMillis(told.getSliceMillis()),
                frozen);
    }

    /// Of burn pairs only: other checks have thresholds of their own.
    private static Optional<Budget.Burn> burn(List<Facet> facets) {
        return facets.stream()
                .filter(facet -> facet.getFactorMilli() > 0)
                .flatMap(facet -> facet.getWindows().stream())
                .min(
                        Comparator.comparingLong(Signals::distance)
                                .thenComparingLong(WindowCounts::getLengthMillis))
                .map(window ->
                        new Budget.Burn(
                                Duration.ofMillis(window.getLengthMillis()), window.getBurn()));
    }

    private static long distance(WindowCounts window) {
        return Math.abs(window.getLengthMillis() - WINDOW_MILLIS);
    }
}
