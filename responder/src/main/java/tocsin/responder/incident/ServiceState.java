package tocsin.responder.incident;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All that the rules remember of one service. Only [#apply] changes it, so that whatever left no
/// fact changed nothing.
///
/// @param sequence number of the newest fact; 0 before the first
/// @param opened how many incidents were ever opened
/// @param open at most one incident of each stream and dedup key
/// @param resolved the newest resolved ones, oldest first
public record ServiceState(
        String service, long sequence, long opened, List<Incident> open, List<Incident> resolved) {

    private static final int RESOLVED_KEPT = 16;

    /// Alerts with further dedup keys gather as if they had none: who makes a key of every alert
    /// shall not be paged for each.
    static final int KEYS_OPEN_MAX = 20;

    /// More room than this, in characters, is not kept for resolved incidents.
    private static final int RESOLVED_WEIGHT_MAX = 300_000;

    public ServiceState {
        open = List.copyOf(open);
        resolved = List.copyOf(resolved);
    }

    /// A service of which nothing has happened yet.
    public static ServiceState of(String service) {
        return new ServiceState(service, 0, 0, List.of(), List.of());
    }

    /// The incident with this id, open or not long resolved.
    public Optional<Incident> incident(String id) {
        return Stream.concat(open.stream(), resolved.stream())
                .filter(incident -> incident.id().equals(id))
                .findFirst();
    }

    /// The open incident of a stream that gathers what has this key.
    Optional<Incident> open(tocsin.responder.incident.Stream stream, String key) {
        return open.stream().filter(incident -> incident.gathers(stream, key)).findFirst();
    }

    /// The newest resolved incident of a stream that gathered what has this key.
    Optional<Incident> resolved(tocsin.responder.incident.Stream stream, String key) {
        return resolved.reversed().stream()
                .filter(incident -> incident.gathers(stream, key))
                .findFirst();
    }

    /// The key that counts for an alert with this one.
    String keyOf(String key) {
        boolean room = open.stream().filter(it -> !it.key().isEmpty()).count() < KEYS_OPEN_MAX;
        return room || open(tocsin.responder.incident.Stream.PAGE, key).isPresent() ? key : "";
    }

    /// Incidents of a stream in which something fires under this id; of the resolved ones only
    /// those that nobody has taken the place of.
    List<Incident> withFiring(tocsin.responder.incident.Stream stream, String cause) {
        return Stream.concat(
                        open.stream(),
                        resolved.stream()
                                .filter(over -> open(stream, over.key()).isEmpty())
                                .filter(over ->
                                        resolved(stream, over.key())
                                                .filter(over::equals)
                                                .isPresent()))
                .filter(incident -> incident.stream() == stream)
                .filter(incident -> incident.cause(cause).filter(Cause::firing).isPresent())
                .toList();
    }

    /// Everything that is waited for. It follows from the state, so that no timer can be lost.
    public List<Timer> timers() {
        return Stream.concat(open.stream(), resolved.stream())
                .flatMap(incident -> incident.timers().stream())
                .toList();
    }

    /// The state after `fact`.
    public ServiceState apply(Fact fact) {
        long next = sequence + 1;
        if (fact instanceof Fact.Opened first) {
            var more = new ArrayList<>(open);
            more.add(Incident.of(first, next));
            return new ServiceState(service, next, opened + 1, more, resolved);
        }
        var stillOpen = new ArrayList<Incident>();
        var over = new ArrayList<Incident>();
        for (var incident : resolved) {
            var after = applied(incident, fact, next);
            (after.status() == Status.RESOLVED ? over : stillOpen).add(after);
        }
        for (var incident : open) {
            var after = applied(incident, fact, next);
            (after.status() == Status.RESOLVED ? over : stillOpen).add(after);
        }
        return new ServiceState(service, next, opened, stillOpen, kept(over));
    }

    /// The newest ones, and of each stream at least the newest.
    private static List<Incident> kept(List<Incident> over) {
        if (over.isEmpty() || over.size() == 1) {
            return over;
        }
        var kept = new ArrayList<Incident>();
        var streams = EnumSet.noneOf(tocsin.responder.incident.Stream.class);
        int room = RESOLVED_WEIGHT_MAX;
        for (var incident : over.reversed()) {
            room -= incident.weight();
            if (streams.add(incident.stream()) || (kept.size() < RESOLVED_KEPT && room >= 0)) {
                kept.add(incident);
            }
        }
        return kept.reversed();
    }

    /// The open incident that a firing alert was folded into, if it was.
    public Optional<Incident> foldedInto(Input input) {
        return input instanceof Input.AlertChanged alert && alert.firing()
                ? open(tocsin.responder.incident.Stream.PAGE, keyOf(alert.key()))
                        .filter(incident -> incident.folding() != null)
                        .filter(incident ->
                                incident.cause(alert.cause()).filter(Cause::firing).isEmpty())
                : Optional.empty();
    }

    private static Incident applied(Incident incident, Fact fact, long sequence) {
        return incident.id().equals(fact.incident())
                ? Change.apply(incident, fact, sequence)
                : incident;
    }
}
