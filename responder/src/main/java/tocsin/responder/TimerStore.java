package tocsin.responder;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.ServiceState;
import tocsin.responder.incident.Timer;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/// Timers of all services, ordered by due time. An entry is a hint: the state decides when it
/// fires. Key: due milliseconds in 8 big-endian bytes, service, a zero byte, timer id. Value: the
/// trace context of the decision that set it, so that what it leads to belongs to the same trace.
final class TimerStore {
    private static final Bytes FIRST = Bytes.wrap(new byte[Long.BYTES]);

    private final KeyValueStore<Bytes, byte[]> store;

    /// One entry.
    record Entry(Instant due, String service, String id) {}

    TimerStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /// Brings the entries of one service from what `before` waits for to what `after` waits for.
    ///
    /// @param trace trace context of what led from one to the other
    void update(ServiceState before, ServiceState after, @Nullable String trace) {
        var old = new HashSet<>(before.timers());
        var wanted = new HashSet<>(after.timers());
        for (var timer : old) {
            if (!wanted.contains(timer)) {
                remove(entry(before.service(), timer));
            }
        }
        for (var timer : wanted) {
            if (!old.contains(timer)) {
                set(entry(after.service(), timer), trace);
            }
        }
    }

    /// Sets an entry that is not there yet.
    void set(Entry entry, @Nullable String trace) {
        var _ = store.putIfAbsent(key(entry), (trace == null ? "" : trace).getBytes(UTF_8));
    }

    void remove(Entry entry) {
        store.delete(key(entry));
    }

    /// The trace context of the decision that set an entry, where it had one.
    @Nullable String trace(Entry entry) {
        var value = store.get(key(entry));
        return value == null || value.length == 0 ? null : new String(value, UTF_8);
    }

    /// Entries due at `now` that `wanted` accepts, earliest first.
    List<Entry> due(Instant now, int limit, Predicate<Entry> wanted) {
        var found = new ArrayList<Entry>();
        var end =
                Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli() + 1).array());
        try (var entries = store.range(FIRST, end)) {
            while (entries.hasNext() && found.size() < limit) {
                var entry = entry(entries.next().key);
                if (wanted.test(entry)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    static Entry entry(String service, Timer timer) {
        return new Entry(timer.due(), service, timer.id());
    }

    private static Bytes key(Entry entry) {
        var text = (entry.service + "\0" + entry.id).getBytes(UTF_8);
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + text.length)
                        .putLong(Math.max(0, entry.due.toEpochMilli()))
                        .put(text)
                        .array());
    }

    private static Entry entry(Bytes key) {
        var bytes = ByteBuffer.wrap(key.get());
        var due = Instant.ofEpochMilli(bytes.getLong());
        var text = UTF_8.decode(bytes).toString();
        int zero = text.indexOf('\0');
        return new Entry(due, text.substring(0, zero), text.substring(zero + 1));
    }
}
