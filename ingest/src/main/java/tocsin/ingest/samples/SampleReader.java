package tocsin.ingest.samples;

import tocsin.ingest.input.Batch;
import tocsin.ingest.input.Fields;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads samples as they are sent in `{"samples":[{...}]}`.
public final class SampleReader {
    /// Reads a whole request.
    public static final Batch<Sample> BATCH = new Batch<>("samples", 10_000, SampleReader::read);

    private static final List<String> FIELDS =
            Stream.concat(
                            Stream.of(
                                    "service", "sli", "instance", "id", "at", "seconds", "labels"),
                            MeasuredReader.KINDS.values().stream().flatMap(List::stream))
                    .sorted()
                    .toList();
    private static final long MAX_SECONDS = 3_600;
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
        var measured = MeasuredReader.read(fields);
        var instance = fields.optionalText("instance", MAX_ID_LENGTH).orElse("");
        var id = fields.optionalText("id", MAX_ID_LENGTH);
        var labels = LabelsReader.read(fields);
        return fields.good()
                ? Optional.of(
                        new Sample(
                                id.orElseGet(() ->
                                        Sample.derivedId(
                                                service, sli, at, length, instance, labels)),
                                service,
                                sli,
                                at,
                                length,
                                measured.orElseThrow(),
                                labels))
                : Optional.empty();
    }
}
