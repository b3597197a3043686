package tocsin.ingest.samples;

import tocsin.ingest.input.Batch;
import tocsin.ingest.input.Fields;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads samples as they are sent in `{"samples":[{...}]}`.
public final class SampleReader {
    /// Reads a whole request.
    public static final Batch<Sample> BATCH = new Batch<>("samples", 10_000, SampleReader::read);

    private static final List<String> FIELDS =
            List.of("service", "sli", "id", "at", "seconds", "good", "total");
    private static final long MAX_SECONDS = 3_600;
    private static final long MAX_EVENTS = 1_000_000_000_000L;
    private static final int MAX_ID_LENGTH = 200;

    private SampleReader() {}

    private static Optional<Sample> read(Fields fields, Instant now) {
        if (!fields.areAmong(FIELDS)) {
            return Optional.empty();
        }
        var service = fields.name("service");
        var sli = fields.name("sli");
        var at = fields.eventTime("at", now);
        var length = Duration.ofSeconds(fields.whole("seconds", 1, MAX_SECONDS).orElse(1));
        var good = fields.whole("good", 0, MAX_EVENTS);
        var total = fields.whole("total", 0, MAX_EVENTS);
        checkRatio(fields, good, total);
        var id = fields.optionalText("id", MAX_ID_LENGTH);
        return fields.good()
                ? Optional.of(
                        new Sample(
                                id.orElseGet(() -> Sample.derivedId(service, sli, at, length)),
                                service,
                                sli,
                                at,
                                length,
                                good.orElseThrow(),
                                total.orElseThrow()))
                : Optional.empty();
    }

    private static void checkRatio(Fields fields, OptionalLong good, OptionalLong total) {
        if (good.isPresent() && total.isPresent() && good.getAsLong() > total.getAsLong()) {
            fields.problem(
                    "good",
                    "is %d of %d".formatted(good.getAsLong(), total.getAsLong()),
                    "at most total");
        }
    }
}
