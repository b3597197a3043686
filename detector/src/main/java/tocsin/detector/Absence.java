package tocsin.detector;

import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

import tocsin.detector.absence.Excuses;
import tocsin.detector.absence.Listeners;
import tocsin.detector.absence.Listening;
import tocsin.detector.absence.Pulse;
import tocsin.detector.absence.Silence;
import tocsin.detector.absence.Watch;
import tocsin.schemas.MetricSample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Hears which services say anything, and asks at each tick who has fallen silent.
final class Absence {
    private static final Comparator<Pulse> BY_NAME =
            Comparator.comparing(Pulse::service).thenComparing(Pulse::sli);

    private final AbsenceStore store;
    private final Outlet outlet;
    private final Map<String, Excuses> excuses = new HashMap<>();
    private final Map<String, Map<String, Ear>> ears = new HashMap<>();

    /// In an order that no restart changes.
    private List<Ear> inOrder = List.of();

    private final List<Ear> unwritten = new ArrayList<>();

    /// What nobody listens to any more; the next tick ends what was told of it.
    private List<Pulse> left;

    private Listeners listeners = Listeners.NONE;
    private Listening listening;

    /// One indicator that is listened to.
    static final class Ear {
        private final Pulse pulse;
        private final Watch watch;
        private boolean written = true;

        private Ear(Pulse pulse, Watch watch) {
            this.pulse = pulse;
            this.watch = watch;
        }
    }

    /// Reads back what was heard.
    Absence(AbsenceStore store, Outlet outlet) {
        this.store = store;
        this.outlet = outlet;
        listening = store.listening();
        left = store.read(excuses::put);
    }

    /// Writes what has changed since the last time.
    void write() {
        for (var ear : unwritten) {
            store.put(ear.pulse);
            ear.written = true;
        }
        unwritten.clear();
        if (listening.began()) {
            store.put(listening);
        }
    }

    private void changed(Ear ear) {
        if (ear.written) {
            ear.written = false;
            unwritten.add(ear);
        }
    }

    /// Listens to what these definitions ask for from now on.
    void listenTo(Listeners next) {
        write();
        var known = new HashMap<List<String>, Pulse>();
        Stream.concat(inOrder.stream().map(ear -> ear.pulse), left.stream())
                .forEach(pulse -> known.put(List.of(pulse.service(), pulse.sli()), pulse));
        var found = new ArrayList<Ear>();
        ears.clear();
        listeners = next;
        next.forEach((service, sli, watch) -> {
            var pulse = known.remove(List.of(service, sli));
            var ear = new Ear(pulse == null ? new Pulse(service, sli) : pulse, watch);
            ears.computeIfAbsent(service, _ -> new HashMap<>()).put(sli, ear);
            found.add(ear);
        });
        found.sort(Comparator.comparing(ear -> ear.pulse, BY_NAME));
        inOrder = found;
        left = known.values().stream().filter(Pulse::wasHeard).sorted(BY_NAME).toList();
        forgetExcuses();
    }

    /// Forgets what was said of services that nobody listens to any more.
    private void forgetExcuses() {
        excuses.keySet()
                .removeIf(service -> {
                    boolean gone = !ears.containsKey(service);
                    if (gone) {
                        store.removeExcuses(service);
                    }
                    return gone;
                });
    }

    /// The indicator, where it is listened to.
    @Nullable Ear ear(String service, String sli) {
        var ofService = ears.get(service);
        return ofService == null ? null : ofService.get(sli);
    }

    /// Whether an SLO compares the values of an indicator.
    boolean hearsValues(String service, String sli) {
        return listeners.measured(service, sli);
    }

    /// A sample came of what an SLO counts.
    ///
    /// @param at when ingest took it in, epoch milliseconds
    void heard(Ear ear, long at) {
        if (listening.began()) {
            ear.pulse.heard(listening, at);
            changed(ear);
        }
    }

    /// Something was changed about a service, which may explain a silence.
    void change(MetricSample sample) {
        var change = sample.getChange();
        if (change == null) {
            throw new IllegalArgumentException("unusable sample: CHANGE without a change");
        }
        var service = sample.getService();
        if (!ears.containsKey(service)) {
            // There is no end to the names that senders may give.
            return;
        }
        long at = change.getEnvelope().getAt().toEpochMilli();
        Announcements.of(change)
                .ifPresent(said -> {
                    var now = excuses.getOrDefault(service, Excuses.NONE);
                    var next = now.with(said.excuse(at), listening.tick());
                    excuses.put(service, next);
                    store.put(service, next);
                });
    }

    /// Asks who has fallen silent, or is back.
    ///
    /// @param at time of the tick, epoch milliseconds
    void tick(long at, Record<Object, MetricSample> record) {
        if (listening.began() && at <= listening.tick()) {
            return;
        }
        listening = listening.at(at);
        for (var pulse : left) {
            pulse.withdrawn(at).ifPresent(end -> tell(record, end));
            store.remove(pulse);
        }
        left = List.of();
        for (var ear : inOrder) {
            ask(record, ear);
        }
    }

    private void ask(Record<Object, MetricSample> record, Ear ear) {
        var before = ear.pulse.state();
        var said = excuses.get(ear.pulse.service());
        boolean excused = said != null && said.hold(listening.tick());
        var silence = ear.pulse.tick(listening, ear.watch, excused);
        if (!ear.pulse.state().equals(before)) {
            changed(ear);
        }
        silence.ifPresent(happened -> tell(record, happened));
    }

    private void tell(Record<Object, MetricSample> record, Silence silence) {
        outlet.tell(
                record, SilenceMapping.breach(silence, listeners.version(), outlet.cause(record)));
    }
}
