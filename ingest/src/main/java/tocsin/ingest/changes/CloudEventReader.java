package tocsin.ingest.changes;

import tocsin.ingest.input.Batch;
import tocsin.ingest.input.Fields;
import tocsin.ingest.input.Quote;

import java.time.Instant;
import java.util.Optional;

/// Reads changes that are sent as CloudEvents of type `dev.tocsin.change` in structured mode: the
/// event's `data` is a change, its `id` and `time` count where the change has none. Extensions are
/// not looked at. Source: CloudEvents 1.0.2, JSON event format.
public final class CloudEventReader {
    /// Reads one event, or a batch of them.
    public static final Batch<Change> BATCH =
            new Batch<>("events", ChangeReader.MAX_ENTRIES, CloudEventReader::read);

    private static final String TYPE = "dev.tocsin.change";
    private static final String SPEC_VERSION = "1.0";
    private static final int MAX_SOURCE_LENGTH = 200;

    private CloudEventReader() {}

    private static Optional<Change> read(Fields event, Instant now) {
        exactly(event, "specversion", SPEC_VERSION);
        exactly(event, "type", TYPE);
        var source =
                event.text(
                        "source", MAX_SOURCE_LENGTH, "1 to " + MAX_SOURCE_LENGTH + " characters");
        var id = event.text("id", ChangeReader.MAX_ID_LENGTH, ChangeReader.ID_RULE);
        var at =
                event.has("time")
                        ? Optional.of(event.eventTime("time", now))
                        : Optional.<Instant>empty();
        var origin = new ChangeReader.Origin("cloudevents/" + source, Optional.of(id), at);
        var data = event.inside("data");
        var change = ChangeReader.read(data, now, origin);
        event.addProblems(data);
        return change;
    }

    private static void exactly(Fields event, String field, String value) {
        event.text(field, value)
                .filter(found -> !found.equals(value))
                .ifPresent(found -> event.problem(field, "is " + Quote.of(found), value));
    }
}
