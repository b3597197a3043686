package tocsin.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.detector.absence.Excuses;
import tocsin.detector.absence.Excuses.Excuse;
import tocsin.detector.absence.Listening;
import tocsin.detector.absence.Pulse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Keeps what was heard of each indicator of a partition, what its services are excused for, and
/// how long was listened.
final class AbsenceStore {
    private static final Bytes LISTENING = key("L", "");

    private final KeyValueStore<Bytes, byte[]> store;

    AbsenceStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    Listening listening() {
        var stored = store.get(LISTENING);
        return stored == null
                ? Listening.NEVER
                : reading(stored, in -> new Listening(in.readLong(), in.readLong()));
    }

    void put(Listening listening) {
        store.put(
                LISTENING,
                writing(out -> {
                    out.writeLong(listening.tick());
                    out.writeLong(listening.missed());
                }));
    }

    /// Every pulse that was ever put and not removed.
    ///
    /// @param excuses told of the excuses of each service
    List<Pulse> read(BiConsumer<String, Excuses> excuses) {
        var pulses = new ArrayList<Pulse>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                var parts = new String(entry.key.get(), UTF_8).split("\0", -1);
                switch (parts[0]) {
                    case "E" ->
                            excuses.accept(parts[1], reading(entry.value, AbsenceStore::excuses));
                    case "P" ->
                            pulses.add(
                                    new Pulse(
                                            parts[1],
                                            parts[2],
                                            reading(entry.value, AbsenceStore::state)));
                    default -> {
                        // The time of listening is read by itself.
                    }
                }
            });
        }
        return pulses;
    }

    void put(String service, Excuses excuses) {
        store.put(
                key("E", service),
                writing(out -> {
                    out.writeInt(excuses.excuses().size());
                    for (var excuse : excuses.excuses()) {
                        out.writeUTF(excuse.change());
                        out.writeLong(excuse.from());
                        out.writeLong(excuse.until());
                    }
                }));
    }

    void removeExcuses(String service) {
        store.delete(key("E", service));
    }

    private static Excuses excuses(DataInputStream in) throws IOException {
        var all = new ArrayList<Excuse>();
        for (int left = in.readInt(); left > 0; left--) {
            all.add(new Excuse(in.readUTF(), in.readLong(), in.readLong()));
        }
        return new Excuses(all);
    }

    void put(Pulse pulse) {
        var state = pulse.state();
        store.put(
                key("P", pulse.service(), pulse.sli()),
                writing(out -> {
                    out.writeInt(state.moments());
                    out.writeLong(state.last());
                    out.writeLong(state.pause());
                    out.writeLong(state.lastAt());
                    out.writeLong(state.missed());
                    out.writeUTF(state.open().breach());
                    out.writeLong(state.open().since());
                    out.writeLong(state.open().back());
                }));
    }

    private static Pulse.State state(DataInputStream in) throws IOException {
        return new Pulse.State(
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                new Pulse.Open(in.readUTF(), in.readLong(), in.readLong()));
    }

    void remove(Pulse pulse) {
        store.delete(key("P", pulse.service(), pulse.sli()));
    }

    private static Bytes key(String... parts) {
        return Bytes.wrap(String.join("\0", List.of(parts)).getBytes(UTF_8));
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] writing(Writing content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T reading(byte[] stored, Reading<T> content) {
        try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
            return content.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
