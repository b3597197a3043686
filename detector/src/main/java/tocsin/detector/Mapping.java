package tocsin.detector;

import org.jspecify.annotations.Nullable;

import tocsin.detector.slo.Change;
import tocsin.detector.slo.Evidence;
import tocsin.detector.slo.Period;
import tocsin.detector.slo.Sentence;
import tocsin.detector.slo.Shares;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.Standing;
import tocsin.detector.window.Oddities;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.BreachReason;
import tocsin.schemas.Budget;
import tocsin.schemas.ChildShare;
import tocsin.schemas.DataQuality;
import tocsin.schemas.Envelope;
import tocsin.schemas.Facet;
import tocsin.schemas.FacetCondition;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topics;
import tocsin.schemas.WindowCounts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes a decision in the language of the topics. There are many signals, and builders, which
/// check and copy every field, would cost more than the rest: all but the breach itself goes
/// without, and without streams.
record Mapping(Slo slo, Change change, Oddities.Found odd, long definitions, Cause cause) {

    /// The breach's new revision, where there is one.
    Optional<Breach> breach() {
        var kind =
                switch (change.breach()) {
                    case NONE -> BreachKind.UNKNOWN;
                    case FIRING -> BreachKind.FIRING;
                    case UPDATED -> BreachKind.UPDATED;
                    case CLEARED -> BreachKind.CLEARED;
                };
        return kind == BreachKind.UNKNOWN ? Optional.empty() : Optional.of(breach(kind));
    }

    private Breach breach(BreachKind kind) {
        var standing = change.standing();
        return Breach.newBuilder()
                .setEnvelope(envelope(change.breachId() + "/" + change.revision()))
                .setKind(kind)
                .setService(slo.service())
                .setBreach(change.breachId())
                .setRevision(change.revision())
                .setSlo(slo.name())
                .setSli(slo.sli())
                .setRule(slo.policy().name())
                .setDefinitions(definitions)
                .setTarget(slo.target())
                .setFacets(facets())
                .setBudget(budget())
                .setAffectedShare(standing.affectedShare())
                .setReason(reason())
                .setLabels(slo.group().labels())
                .setText(Sentence.of(slo, change) + odd.words())
                .setEvidence(change.evidence().map(this::evidence).orElse(null))
                .build();
    }

    private tocsin.schemas.Evidence evidence(Evidence evidence) {
        long at = change.standing().at();
        return new tocsin.schemas.Evidence(
                cause.crossing(),
                evidence.conditions().stream().map(Mapping::condition).toList(),
                new DataQuality(
                        Instant.ofEpochMilli(evidence.first()),
                        Instant.ofEpochMilli(evidence.watermark()),
                        evidence.watermark() < at,
                        odd.late(),
                        odd.resets(),
                        odd.gaps()),
                evidence.badPerMinute(),
                evidence.shares().stream().map(Mapping::share).toList(),
                null,
                null,
                null);
    }

    private static ChildShare share(Shares.Share share) {
        return new ChildShare(
                share.sli(),
                share.weight(),
                share.length(),
                share.bad(),
                share.total(),
                share.share());
    }

    private static FacetCondition condition(Evidence.Condition condition) {
        return new FacetCondition(
                condition.facet(),
                condition.ratio(),
                condition.orEqual(),
                condition.buckets(),
                condition.guard().minBad(),
                condition.guard().minTotal(),
                condition.guard().alpha(),
                condition.found().bad(),
                condition.found().total(),
                condition.found().pValue(),
                condition.found().passed(),
                condition.promql());
    }

    private BreachReason reason() {
        return switch (change.reason()) {
            case COUNTS -> BreachReason.COUNTS;
            case BUDGET_RESTORED -> BreachReason.BUDGET_RESTORED;
            case BUDGET_RESET -> BreachReason.BUDGET_RESET;
        };
    }

    /// How the objective stands.
    SignalPoint signal() {
        var name = slo.name() + slo.group().text();
        var id = slo.service() + "/" + name + "/" + cause.partition() + "-" + cause.offset();
        return new SignalPoint(
                envelope(id),
                SignalKind.SLO,
                slo.service(),
                slo.name(),
                definitions,
                change.standing().firing(),
                facets(),
                budget(),
                slo.group().labels(),
                null);
    }

    private Envelope envelope(String id) {
        return new Envelope(
                id,
                Instant.ofEpochMilli(change.standing().at()),
                cause.trace(),
                new tocsin.schemas.Cause(
                        Topics.METRICS.name(), cause.partition(), cause.offset(), "", null));
    }

    private List<Facet> facets() {
        var facets = new ArrayList<Facet>(change.standing().facets().size());
        for (var facet : change.standing().facets()) {
            facets.add(facet(facet));
        }
        return facets;
    }

    private Facet facet(Standing.FacetStanding facet) {
        var windows = new ArrayList<WindowCounts>(facet.windows().size());
        for (var window : facet.windows()) {
            windows.add(window(window));
        }
        return new Facet(facet.name(), facet.firing(), since(facet), facet.factorMilli(), windows);
    }

    private static @Nullable Instant since(Standing.FacetStanding facet) {
        return facet.firing() ? Instant.ofEpochMilli(facet.since()) : null;
    }

    private WindowCounts window(Standing.Window window) {
        return new WindowCounts(
                window.length(),
                Instant.ofEpochMilli(change.standing().at()),
                window.sum().badEvents(),
                window.sum().totalEvents(),
                window.burn());
    }

    private Budget budget() {
        var budget = change.standing().budget();
        var exhaustedIn = change.standing().exhaustedIn();
        return new Budget(
                budget.periodMillis(),
                budget.coverage(),
                budget.good(),
                budget.total(),
                budget.allowedBad(),
                budget.consumed(),
                exhaustedIn.isPresent() ? exhaustedIn.getAsLong() : null,
                slo.period() instanceof Period.Calendar
                        ? Instant.ofEpochMilli(budget.begin())
                        : null,
                budget.frozen().orElse(null),
                slo.budgeting().sliceMillis());
    }
}
