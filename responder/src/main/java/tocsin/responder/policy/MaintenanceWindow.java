package tocsin.responder.policy;

import tocsin.responder.oncall.Hours;
import tocsin.responder.oncall.Span;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Planned work that the definitions name: hours that come again, and days of their own. While one
/// is on it is a [Silence] like any other.
///
/// @param zone whose clock on the wall counts
/// @param conditions what has to hold of a cause
public record MaintenanceWindow(
        String name,
        ZoneId zone,
        String reason,
        List<Condition> conditions,
        List<Hours> times,
        List<Span> dates) {

    /// Hours that come at all come within this, such as those of a Friday the 13th.
    static final Duration AHEAD = Duration.ofDays(430);

    public static final String PREFIX = "window-";

    public MaintenanceWindow {
        conditions = List.copyOf(conditions);
        times = List.copyOf(times);
        dates = List.copyOf(dates);
        Silence.demand(Map.of(), conditions);
        if (times.isEmpty() && dates.isEmpty()) {
            throw new IllegalArgumentException("it needs times that come again, or dates");
        }
    }

    /// What it silences at a moment.
    public Optional<Silence> at(Instant moment) {
        return spans(new Span(moment, moment.plusNanos(1))).findFirst().map(this::silence);
    }

    /// The same from its next beginning on; what is on already comes first.
    public Optional<Silence> next(Instant moment) {
        return spans(new Span(moment, moment.plus(AHEAD))).findFirst().map(this::silence);
    }

    /// Each time it is on, as far as that has a part in `within`, oldest first.
    Stream<Span> spans(Span within) {
        return Stream.concat(
                        times.stream().flatMap(hours -> hours.spans(within, zone)),
                        dates.stream()
                                .filter(date -> date.from().isBefore(within.to()))
                                .filter(date -> date.to().isAfter(within.from())))
                .sorted(Comparator.comparing(Span::from).thenComparing(Span::to));
    }

    private Silence silence(Span span) {
        return new Silence(
                PREFIX + name,
                "MAINTENANCE",
                span.from(),
                span.to(),
                "the definitions",
                reason,
                Map.of(),
                conditions);
    }
}
