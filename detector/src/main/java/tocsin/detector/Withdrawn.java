package tocsin.detector;

import tocsin.detector.slo.SloState;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.BreachReason;
import tocsin.schemas.Envelope;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topics;
import tocsin.schemas.identity.LabelText;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// That an objective is watched no more: its definition was deleted, renamed, given to another
/// service or cannot be used. What it measured is not known any more, and not said.
///
/// @param at when the set of definitions without it took effect for this partition
/// @param before what was remembered of the series
record Withdrawn(SeriesKey series, SloState before, Instant at, long definitions, Cause cause) {

    /// The end of its breach, where there was one.
    Optional<Breach> breach() {
        if (!before.firing()) {
            return Optional.empty();
        }
        int revision = before.revision() + 1;
        return Optional.of(
                Breach.newBuilder()
                        .setEnvelope(envelope(before.breach() + "/" + revision))
                        .setKind(BreachKind.CLEARED)
                        .setService(series.service())
                        .setBreach(before.breach())
                        .setRevision(revision)
                        .setSlo(series.name())
                        .setRule("")
                        .setDefinitions(definitions)
                        .setLabels(series.labels())
                        .setReason(BreachReason.WITHDRAWN)
                        .setText(
                                "%s: the objective %s is not watched any more; whether it is met is"
                                                .formatted(series.service(), name())
                                        + " unknown")
                        .build());
    }

    /// The last word on how the objective stands: nothing is known.
    SignalPoint signal() {
        var id =
                "%s/%s/%d-%d"
                        .formatted(series.service(), name(), cause.partition(), cause.offset());
        return new SignalPoint(
                envelope(id),
                SignalKind.SLO,
                series.service(),
                series.name(),
                definitions,
                false,
                List.of(),
                null,
                series.labels(),
                null);
    }

    private String name() {
        return series.name() + LabelText.of(series.labels());
    }

    private Envelope envelope(String id) {
        return new Envelope(
                id,
                at,
                cause.trace(),
                new tocsin.schemas.Cause(
                        Topics.METRICS.name(), cause.partition(), cause.offset(), "", null));
    }
}
