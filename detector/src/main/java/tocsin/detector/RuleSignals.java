package tocsin.detector;

import tocsin.detector.rule.Rule;
import tocsin.detector.rule.RuleStanding;
import tocsin.schemas.Compared;
import tocsin.schemas.Envelope;
import tocsin.schemas.RulePhase;
import tocsin.schemas.RuleSignal;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes how a rule stands in the language of the topics; without streams and builders, as there
/// are many.
final class RuleSignals {
    private RuleSignals() {}

    /// @param key service and rule
    /// @param rule what watches it; empty where nothing does any more
    static SignalPoint of(
            SeriesKey key,
            Optional<Rule> rule,
            RuleStanding standing,
            long definitions,
            Cause cause) {
        var place = cause.partition() + "-" + cause.offset();
        var id = key.service() + "/rule/" + key.slo() + "/" + place;
        var compared = new ArrayList<Compared>(standing.compared().size());
        for (var one : standing.compared()) {
            compared.add(RuleMapping.compared(one));
        }
        return new SignalPoint(
                new Envelope(
                        id,
                        Instant.ofEpochMilli(standing.at()),
                        cause.trace(),
                        new tocsin.schemas.Cause(
                                Topics.METRICS.name(),
                                cause.partition(),
                                cause.offset(),
                                "",
                                null)),
                SignalKind.RULE,
                key.service(),
                "",
                definitions,
                standing.firing(),
                List.of(),
                null,
                Map.of(),
                new RuleSignal(
                        key.slo(),
                        rule.map(Rule::sli).orElse(""),
                        rule.map(one -> one.measure().words()).orElse(""),
                        standing.facet(),
                        phase(standing.phase()),
                        RuleMapping.time(standing.since()),
                        compared));
    }

    private static RulePhase phase(RuleStanding.Phase phase) {
        return switch (phase) {
            case QUIET -> RulePhase.QUIET;
            case PENDING -> RulePhase.PENDING;
            case FIRING -> RulePhase.FIRING;
            case FLAPPING -> RulePhase.FLAPPING;
            case WITHDRAWN -> RulePhase.WITHDRAWN;
        };
    }
}
