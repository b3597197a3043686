package tocsin.detector.rule;

import tocsin.runtime.definitions.Field;

import java.util.List;

/// Reads what of a Prometheus feeds a rule, as far as it concerns what is measured; which series
/// those are is ingest's to read.
final class SourceReader {
    private static final List<String> OF_GAUGES = List.of("every", "limit");

    private SourceReader() {}

    /// Whether counters give good events beside all.
    static boolean goodCounted(Field source, Measure measure) {
        if (!source.present()) {
            return false;
        }
        var _ = source.keys();
        var fits = fits(measure);
        if (fits.isEmpty()) {
            throw source.wrong(
                    "has no histograms; count what is above a bucket's bound, without a measure:"
                            + " good is the bucket, total the count");
        }
        for (var word : List.of("total", "good", "bad", "gauge", "state")) {
            if (source.get(word).present() && !fits.contains(word)) {
                throw source.get(word)
                        .wrong(
                                "is nothing that a measure of %s knows; it takes %s"
                                        .formatted(measure.words(), String.join(", ", fits)));
            }
        }
        if (!source.get(fits.getFirst()).present()) {
            throw source.wrong("needs " + fits.getFirst());
        }
        if (!fits.contains("gauge")) {
            OF_GAUGES.stream()
                    .map(source::get)
                    .filter(Field::present)
                    .findFirst()
                    .ifPresent(word -> {
                        throw word.wrong("is only for a gauge");
                    });
        }
        boolean good = source.get("good").present();
        if (measure instanceof Measure.Events && good == source.get("bad").present()) {
            throw source.wrong("needs one of good and bad beside total");
        }
        return good;
    }

    /// What a measure is made of, what it cannot do without first.
    private static List<String> fits(Measure measure) {
        return switch (measure) {
            case Measure.Events _ -> List.of("total", "good", "bad");
            case Measure.Rate _ -> List.of("total");
            case Measure.TimeAbove _, Measure.Mean _, Measure.Expiry _, Measure.MonthToDate _ ->
                    List.of("gauge");
            case Measure.Down _ -> List.of("state");
            case Measure.EventsAbove _, Measure.Percentile _ -> List.of();
        };
    }
}
