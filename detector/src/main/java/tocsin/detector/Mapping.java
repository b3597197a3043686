package tocsin.detector;

import org.jspecify.annotations.Nullable;

import tocsin.detector.slo.Change;
import tocsin.detector.slo.Sentence;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.Standing;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.Budget;
import tocsin.schemas.Envelope;
import tocsin.schemas.Facet;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topics;
import tocsin.schemas.WindowCounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Writes a decision in the language of the topics.
record Mapping(Slo slo, Change change, long definitions, Cause cause) {

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
                .setText(Sentence.of(slo, standing))
                .build();
    }

    /// How the objective stands.
    SignalPoint signal() {
        return SignalPoint.newBuilder()
                .setEnvelope(
                        envelope(
                                "%s/%s/%d-%d"
                                        .formatted(
                                                slo.service(),
                                                slo.name(),
                                                cause.partition(),
                                                cause.offset())))
                .setKind(SignalKind.SLO)
                .setService(slo.service())
                .setSlo(slo.name())
                .setDefinitions(definitions)
                .setFiring(change.standing().firing())
                .setFacets(facets())
                .setBudget(budget())
                .build();
    }

    private Envelope envelope(String id) {
        return Envelope.newBuilder()
                .setId(id)
                .setAt(Instant.ofEpochMilli(change.standing().at()))
                .setTrace(cause.trace())
                .setCause(
                        tocsin.schemas.Cause.newBuilder()
                                .setTopic(Topics.METRICS.name())
                                .setPartition(cause.partition())
                                .setOffset(cause.offset())
                                .build())
                .build();
    }

    private List<Facet> facets() {
        return change.standing().facets().stream().map(this::facet).toList();
    }

    private Facet facet(Standing.FacetStanding facet) {
        return Facet.newBuilder()
                .setName(facet.name())
                .setFiring(facet.firing())
                .setSince(since(facet))
                .setFactorMilli(facet.factorMilli())
                .setWindows(facet.windows().stream().map(this::window).toList())
                .build();
    }

    private static @Nullable Instant since(Standing.FacetStanding facet) {
        return facet.firing() ? Instant.ofEpochMilli(facet.since()) : null;
    }

    private WindowCounts window(Standing.Window window) {
        return WindowCounts.newBuilder()
                .setLengthMillis(window.length())
                .setTo(Instant.ofEpochMilli(change.standing().at()))
                .setBad(window.sum().badEvents())
                .setTotal(window.sum().totalEvents())
                .setBurn(window.burn())
                .build();
    }

    private Budget budget() {
        var budget = change.standing().budget();
        return Budget.newBuilder()
                .setPeriodMillis(budget.periodMillis())
                .setCoverage(budget.coverage())
                .setGood(budget.good())
                .setTotal(budget.total())
                .setAllowedBad(budget.allowedBad())
                .setConsumed(budget.consumed())
                .build();
    }
}
