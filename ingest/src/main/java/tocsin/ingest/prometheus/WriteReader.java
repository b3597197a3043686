package tocsin.ingest.prometheus;

import tocsin.ingest.input.EventTime;
import tocsin.ingest.input.Quote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Picks from a write request what the selectors of SLOs and rules name.
public final class WriteReader {
    private static final int MAX_PROBLEMS = 20;

    private final SeriesIndex index;
    private final Instant now;
    private final List<FedReading> readings = new ArrayList<>();
    private final Map<WriteResult.Reason, Integer> rejected =
            new EnumMap<>(WriteResult.Reason.class);
    private final List<String> problems = new ArrayList<>();
    private int unmatched;

    private WriteReader(SeriesIndex index, Instant now) {
        this.index = index;
        this.now = now;
    }

    /// Reads one request at the time `now` of ingest's clock.
    public static WriteResult read(List<Series> request, SeriesIndex index, Instant now) {
        var reader = new WriteReader(index, now);
        request.forEach(reader::read);
        return new WriteResult(reader.readings, reader.rejected, reader.unmatched, reader.problems);
    }

    private void read(Series series) {
        var violation = Labels.problem(series.labels());
        if (violation.isPresent()) {
            reject(WriteResult.Reason.INVALID_LABELS, "a series has " + violation.get());
            return;
        }
        if (Labels.oversized(series.labels())) {
            reject(WriteResult.Reason.LABELS_TOO_LARGE, "");
            return;
        }
        var labels = Labels.of(series.labels());
        var matches = index.matches(labels);
        if (matches.isEmpty()) {
            unmatched++;
            return;
        }
        for (var reading : series.readings()) {
            read(labels, matches, reading);
        }
    }

    private void read(Labels labels, List<SeriesIndex.Match> matches, Reading reading) {
        var reason = reason(reading);
        if (reason.isPresent()) {
            var time = EventTime.of(reading.at(), now).problem(reading.at(), now);
            reject(reason.get(), Quote.of(labels.metric()) + ": " + time);
            return;
        }
        for (var match : matches) {
            boolean counted = match.feed() instanceof Feed.Counter;
            if (!reading.stale() && reading.value() > match.feed().most()) {
                reject(WriteResult.Reason.ABOVE_LIMIT, "");
            } else if (counted || !reading.stale()) {
                readings.add(new FedReading(match, reading));
            }
        }
    }

    private Optional<WriteResult.Reason> reason(Reading reading) {
        return switch (EventTime.of(reading.at(), now)) {
            case TOO_FAR_AHEAD -> Optional.of(WriteResult.Reason.TOO_FAR_AHEAD);
            case TOO_OLD -> Optional.of(WriteResult.Reason.TOO_OLD);
            case IN_BOUNDS -> reading.stale() ? Optional.empty() : valueReason(reading.value());
        };
    }

    private static Optional<WriteResult.Reason> valueReason(double value) {
        if (!Double.isFinite(value)) {
            return Optional.of(WriteResult.Reason.NOT_A_NUMBER);
        }
        return value < 0 ? Optional.of(WriteResult.Reason.NEGATIVE) : Optional.empty();
    }

    private void reject(WriteResult.Reason reason, String problem) {
        rejected.merge(reason, 1, Integer::sum);
        if (reason.told() && problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
