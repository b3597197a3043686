package tocsin.responder.api;

import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Incident;
import tocsin.responder.incident.Neighbour;
import tocsin.responder.incident.Neighbours;
import tocsin.responder.incident.RecordedFact;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.incident.Status;
import tocsin.responder.incident.Stream;
import tocsin.responder.policy.Severity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// What operators read: every incident, from the facts on the log with the responder's own `apply`.
/// Bounded: the oldest resolved incidents are forgotten first.
public final class IncidentModel {
    private static final int RESOLVED_MAX = 10_000;
    private static final int ANSWERS_MAX = 10_000;
    private static final int TIMELINE_MAX = 5_000;

    private final Map<String, ServiceState> states = new HashMap<>();
    private final Map<String, Entry> incidents = new HashMap<>();
    private final Deque<String> resolved = new ArrayDeque<>();
    private final Map<String, CompletableFuture<Answer>> waiting = new HashMap<>();
    private final Map<String, Answer> answers =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
                    return size() > ANSWERS_MAX;
                }
            };

    /// What became of an action.
    ///
    /// @param refusal why it was refused; empty when it was not
    record Answer(String incident, Optional<String> refusal) {}

    private record Entry(
            String service, Incident incident, List<RecordedFact> timeline, int leftOut) {
        Entry at(Incident next, int more) {
            return new Entry(service, next, timeline, leftOut + more);
        }
    }

    /// Takes in the next fact of the log.
    public synchronized void read(RecordedFact recorded) {
        var service = recorded.service();
        var fact = recorded.fact();
        var state =
                Optional.ofNullable(states.get(service))
                        .orElseGet(() -> ServiceState.of(service))
                        .apply(fact);
        states.put(service, state);
        state.incident(fact.incident()).ifPresent(incident -> update(recorded, incident));
        answer(fact);
    }

    /// Incidents that `wanted` accepts, newest first.
    synchronized List<IncidentView> list(Predicate<IncidentView> wanted) {
        return incidents.values().stream()
                .map(IncidentModel::view)
                .filter(wanted)
                .sorted(
                        Comparator.comparing((IncidentView view) -> view.incident().openedAt())
                                .reversed()
                                .thenComparing(view -> view.incident().id()))
                .toList();
    }

    synchronized Optional<IncidentView> find(String id) {
        return Optional.ofNullable(incidents.get(id))
                .map(entry ->
                        new IncidentView(
                                entry.service,
                                entry.incident,
                                List.copyOf(entry.timeline),
                                entry.leftOut,
                                attached(id)));
    }

    /// The incident that somebody was told of by this page.
    synchronized Optional<IncidentView> ofPage(String page) {
        return incidents.values().stream()
                .filter(entry -> entry.incident.page(page).isPresent())
                .findFirst()
                .flatMap(entry -> find(entry.incident.id()));
    }

    /// How many incidents of this severity are not resolved.
    public synchronized long open(Severity severity) {
        return states.values().stream()
                .flatMap(state -> state.open().stream())
                .filter(incident -> incident.severity() == severity)
                .filter(incident -> incident.stream() != Stream.DRILL)
                .count();
    }

    /// How many drills are not over.
    public synchronized long drills() {
        return states.values().stream()
                .flatMap(state -> state.open().stream())
                .filter(incident -> incident.stream() == Stream.DRILL)
                .count();
    }

    /// Open incidents of these services that page somebody or will, in any order.
    public synchronized List<Neighbour> paging(Collection<String> services) {
        return services.stream()
                .flatMap(service -> Optional.ofNullable(states.get(service)).stream())
                .flatMap(state ->
                        state.open().stream()
                                .filter(IncidentModel::pages)
                                .map(open -> neighbour(state.service(), open)))
                .toList();
    }

    /// The open incidents that are attached to others, by those.
    public synchronized Map<Neighbours.Root, List<Neighbour>> attached() {
        var attached = new HashMap<Neighbours.Root, List<Neighbour>>();
        for (var state : states.values()) {
            for (var open : state.open()) {
                open.root()
                        .flatMap(root -> Optional.ofNullable(incidents.get(root)))
                        .map(root -> new Neighbours.Root(root.service, root.incident.id()))
                        .ifPresent(root ->
                                attached.computeIfAbsent(root, _ -> new ArrayList<>())
                                        .add(neighbour(state.service(), open)));
            }
        }
        return attached;
    }

    private static boolean pages(Incident open) {
        var held = open.held();
        return open.stream() == Stream.PAGE
                && open.severity().pages()
                && (held == null || held.kind() == Incident.Hold.WAITING);
    }

    private static Neighbour neighbour(String service, Incident open) {
        return new Neighbour(
                service, open.id(), open.severity(), open.openedAt(), open.held() != null);
    }

    /// What became of an action, if the log has it.
    synchronized Optional<Answer> answered(String action) {
        return Optional.ofNullable(answers.get(action));
    }

    /// Completed once the log answers the action.
    synchronized CompletableFuture<Answer> await(String action) {
        return answered(action)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> waiting.computeIfAbsent(action, _ -> new CompletableFuture<>()));
    }

    /// Nobody waits for the answer any more.
    synchronized void forget(String action) {
        waiting.remove(action);
    }

    private void update(RecordedFact recorded, Incident incident) {
        var entry =
                incidents.computeIfAbsent(
                        incident.id(),
                        _ -> new Entry(recorded.service(), incident, new ArrayList<>(), 0));
        boolean kept =
                entry.timeline.size() < TIMELINE_MAX || recorded.fact() instanceof Fact.Resolved;
        if (kept) {
            entry.timeline.add(recorded);
        }
        incidents.put(incident.id(), entry.at(incident, kept ? 0 : 1));
        if (recorded.fact() instanceof Fact.Reopened) {
            resolved.remove(incident.id());
        }
        if (recorded.fact() instanceof Fact.Resolved && incident.status() == Status.RESOLVED) {
            resolved.addLast(incident.id());
            if (resolved.size() > RESOLVED_MAX) {
                incidents.remove(resolved.removeFirst());
            }
        }
    }

    private void answer(Fact fact) {
        switch (fact) {
            case Fact.Acknowledged acknowledged ->
                    answer(
                            acknowledged.action(),
                            new Answer(acknowledged.incident(), Optional.empty()));
            case Fact.ActionTaken taken ->
                    answer(taken.action(), new Answer(taken.incident(), Optional.empty()));
            case Fact.ActionRefused refused ->
                    answer(
                            refused.action(),
                            new Answer(refused.incident(), Optional.of(refused.reason())));
            case Fact.Opened _,
                    Fact.CauseChanged _,
                    Fact.SeverityRaised _,
                    Fact.SeverityLowered _,
                    Fact.DeadlinesSet _,
                    Fact.ResponseMissed _,
                    Fact.Reopened _,
                    Fact.Suppressed _,
                    Fact.Released _,
                    Fact.Folded _,
                    Fact.QuestionHeld _,
                    Fact.QuestionDropped _,
                    Fact.Paged _,
                    Fact.DeliveryChanged _,
                    Fact.Resolved _ -> {}
        }
    }

    private void answer(String action, Answer answer) {
        answers.put(action, answer);
        Optional.ofNullable(waiting.remove(action)).ifPresent(waits -> waits.complete(answer));
    }

    /// Open incidents of other services whose pages this one holds back.
    private List<IncidentView> attached(String root) {
        return list(view -> view.incident().root().filter(root::equals).isPresent());
    }

    private static IncidentView view(Entry entry) {
        return new IncidentView(entry.service, entry.incident, List.of(), 0, List.of());
    }
}
