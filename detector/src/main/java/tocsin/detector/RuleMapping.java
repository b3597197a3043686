package tocsin.detector;

import org.jspecify.annotations.Nullable;

import tocsin.detector.rule.Compared;
import tocsin.detector.rule.Reading;
import tocsin.detector.rule.Rule;
import tocsin.detector.rule.RuleChange;
import tocsin.detector.rule.RuleSentence;
import tocsin.detector.rule.RuleState;
import tocsin.detector.window.Oddities;
import tocsin.detector.window.Trend;
import tocsin.schemas.Baseline;
import tocsin.schemas.BaselineRung;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.DataQuality;
import tocsin.schemas.Envelope;
import tocsin.schemas.Evidence;
import tocsin.schemas.Facet;
import tocsin.schemas.Growth;
import tocsin.schemas.RuleCondition;
import tocsin.schemas.RuleEvidence;
import tocsin.schemas.Topics;
import tocsin.schemas.WindowCounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Writes a step of a rule's breach in the language of the topics.
///
/// @param key service and rule
/// @param rule what watches it; empty where nothing does any more
record RuleMapping(
        SeriesKey key,
        Optional<Rule> rule,
        RuleChange change,
        Oddities.Found odd,
        long definitions,
        Cause cause) {

    Breach breach() {
        var kind =
                switch (change.kind()) {
                    case FIRING -> BreachKind.FIRING;
                    case UPDATED -> BreachKind.UPDATED;
                    case CLEARED -> BreachKind.CLEARED;
                };
        return Breach.newBuilder()
                .setEnvelope(
                        new Envelope(
                                change.breachId() + "/" + change.revision(),
                                Instant.ofEpochMilli(change.at()),
                                cause.trace(),
                                new tocsin.schemas.Cause(
                                        Topics.METRICS.name(),
                                        cause.partition(),
                                        cause.offset(),
                                        "",
                                        null)))
                .setKind(kind)
                .setService(key.service())
                .setBreach(change.breachId())
                .setRevision(change.revision())
                .setSlo("")
                .setSli(rule.map(Rule::sli).orElse(""))
                .setRule(key.slo())
                .setDefinitions(definitions)
                .setTarget(rule.map(Rule::thresholds).orElse(""))
                .setFacets(facets(kind != BreachKind.CLEARED))
                .setAffectedShare(affectedShare())
                .setText(RuleSentence.of(key.service(), key.slo(), change) + odd.words())
                .setEvidence(rule.map(this::evidence).orElse(null))
                .build();
    }

    /// A flapping breach is open, so its facet fires, whether the thresholds are passed just now or
    /// not.
    private List<Facet> facets(boolean open) {
        return change.windows().isEmpty()
                ? List.of()
                : List.of(
                        new Facet(
                                change.facet(),
                                open,
                                open ? time(change.course().fires()) : null,
                                0L,
                                change.windows().stream().map(RuleMapping::window).toList()));
    }

    static @Nullable Instant time(long millis) {
        return millis == RuleState.NEVER ? null : Instant.ofEpochMilli(millis);
    }

    private Evidence evidence(Rule decided) {
        return new Evidence(
                cause.crossing(),
                List.of(),
                new DataQuality(
                        Instant.ofEpochMilli(change.first()),
                        Instant.ofEpochMilli(change.watermark()),
                        change.watermark() < change.at(),
                        odd.late(),
                        odd.resets(),
                        odd.gaps()),
                0.0,
                List.of(),
                change.windows().stream()
                        .flatMap(window -> window.reading().stream())
                        .map(RuleMapping::baseline)
                        .findFirst()
                        .orElse(null),
                change.forecast().map(RuleMapping::growth).orElse(null),
                new RuleEvidence(
                        decided.measure().words(),
                        change.windows().stream().map(RuleMapping::condition).toList(),
                        time(change.course().holds()),
                        decided.forMillis(),
                        time(change.course().clear()),
                        decided.clearForMillis(),
                        decided.minEpisodeMillis(),
                        change.course().turns().stream().map(Instant::ofEpochMilli).toList()));
    }

    private static RuleCondition condition(RuleChange.Window window) {
        var guarded = window.guarded();
        return new RuleCondition(
                compared(window.compared()),
                window.holds(),
                window.bucket(),
                guarded.minBad(),
                guarded.minTotal(),
                guarded.whole(),
                guarded.minUsual(),
                guarded.minDays(),
                guarded.alpha(),
                guarded.bad(),
                guarded.total(),
                guarded.pValue(),
                guarded.passed());
    }

    static tocsin.schemas.Compared compared(Compared compared) {
        return new tocsin.schemas.Compared(
                compared.comparison(),
                compared.value(),
                orNull(compared.limit()),
                orNull(compared.clear()),
                compared.length(),
                Instant.ofEpochMilli(compared.to()));
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static Growth growth(Trend trend) {
        return new Growth(
                trend.now(),
                trend.perDay(),
                trend.low(),
                trend.high(),
                trend.hours(),
                trend.reaches(0.85).orElse(null),
                trend.reaches(1).orElse(null));
    }

    private static Baseline baseline(Reading reading) {
        return new Baseline(
                reading.value(),
                reading.usual().value(),
                reading.threshold(),
                switch (reading.usual().rung()) {
                    case TRAILING_HOUR -> BaselineRung.TRAILING_HOUR;
                    case SAME_HOUR_YESTERDAY -> BaselineRung.SAME_HOUR_YESTERDAY;
                    case HOUR_OF_WEEK -> BaselineRung.HOUR_OF_WEEK;
                },
                reading.usual().learnedFrom());
    }

    private static WindowCounts window(RuleChange.Window window) {
        return new WindowCounts(
                window.compared().length(),
                Instant.ofEpochMilli(window.compared().to()),
                window.sum().badEvents(),
                window.sum().totalEvents(),
                window.excess());
    }

    private double affectedShare() {
        return change.windows().stream()
                .mapToDouble(window -> window.sum().errorRatio())
                .map(share -> Math.clamp(share, 0, 1))
                .max()
                .orElse(0);
    }
}
