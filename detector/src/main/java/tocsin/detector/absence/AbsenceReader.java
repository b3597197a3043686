package tocsin.detector.absence;

import tocsin.detector.slo.Slo;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.time.Duration;
import java.util.Optional;

/// Reads from an SLO's annotation how long its service may be silent.
final class AbsenceReader {
    /// `off`, or a duration; without it the usual pause is learned.
    static final String ANNOTATION = "tocsin.dev/absent-after";

    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofDays(31);

    private AbsenceReader() {}

    /// How the indicator of `slo` is listened to; nothing when it is not. What cannot be read
    /// counts as absent: it is reported when the set is checked.
    static Optional<Watch> of(Slo slo, DefinitionSet set) {
        var document = set.find("SLO", slo.name());
        try {
            return document.isEmpty() ? Optional.of(Watch.LEARNED) : of(document.get());
        } catch (UnusableDefinitionException e) {
            return Optional.of(Watch.LEARNED);
        }
    }

    /// @throws UnusableDefinitionException when the annotation makes no sense
    static Optional<Watch> of(Document slo) {
        var place = Field.of(slo).get("metadata").get("annotations").get(ANNOTATION);
        if (!place.present()) {
            return Optional.of(Watch.LEARNED);
        }
        if (place.text().equals("off")) {
            return Optional.empty();
        }
        var after = place.duration();
        if (after.compareTo(LEAST) < 0 || after.compareTo(MOST) > 0) {
            throw place.wrong("must lie between 10s and 31d, or be off");
        }
        return Optional.of(new Watch(after.toMillis()));
    }
}
