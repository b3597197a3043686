package tocsin.detector;

import tocsin.detector.absence.Silence;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.Facet;
import tocsin.schemas.Topics;
import tocsin.schemas.WindowCounts;

import java.time.Instant;
import java.util.List;

/// Writes that a service fell silent, or is heard again, in the language of the topics.
final class SilenceMapping {
    private static final String RULE = "absence";

    private SilenceMapping() {}

    static Breach breach(Silence silence, long definitions, Cause cause) {
        return Breach.newBuilder()
                .setEnvelope(
                        new Envelope(
                                silence.breach() + "/" + silence.revision(),
                                Instant.ofEpochMilli(silence.at()),
                                cause.trace(),
                                new tocsin.schemas.Cause(
                                        Topics.METRICS.name(),
                                        cause.partition(),
                                        cause.offset(),
                                        "",
                                        null)))
                .setKind(silence.firing() ? BreachKind.NO_DATA : BreachKind.CLEARED)
                .setService(silence.service())
                .setBreach(silence.breach())
                .setRevision(silence.revision())
                .setSlo("")
                .setSli(silence.sli())
                .setRule(RULE)
                .setDefinitions(definitions)
                .setFacets(List.of(facet(silence)))
                .setText(silence.text())
                .build();
    }

    private static Facet facet(Silence silence) {
        return Facet.newBuilder()
                .setName(Silence.NAME)
                .setFiring(silence.firing())
                .setSince(silence.firing() ? Instant.ofEpochMilli(silence.since()) : null)
                .setWindows(
                        List.of(
                                new WindowCounts(
                                        silence.length(),
                                        Instant.ofEpochMilli(silence.at()),
                                        0.0,
                                        0.0,
                                        0.0)))
                .build();
    }
}
