package tocsin.detector.window;

import java.util.ArrayList;
import java.util.List;

/// The brute-force oracle of the ring: keeps every single event with its time and counts by looking
/// at all of them.
final class Truth {
    private record Event(long at, boolean bad) {}

    private final List<Event> events = new ArrayList<>();
    private long last = Long.MIN_VALUE;

    /// Event `i` of `total` happens as soon as `i / total` of the interval is over; bad ones are
    /// spread evenly among them.
    void add(long start, long end, long bad, long total) {
        last = Math.max(last, end);
        for (long i = 1; i <= total; i++) {
            long at = start + Math.ceilDiv(i * (end - start), total);
            events.add(new Event(at, bad * i / total > bad * (i - 1) / total));
        }
    }

    long last() {
        return last;
    }

    long total(long from, long to) {
        return events.stream().filter(event -> event.at() > from && event.at() <= to).count();
    }

    long bad(long from, long to) {
        return events.stream()
                .filter(event -> event.bad() && event.at() > from && event.at() <= to)
                .count();
    }
}
