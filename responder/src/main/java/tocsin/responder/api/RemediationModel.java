package tocsin.responder.api;

import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Every remediation with its states, read from their topic, and what became of what people said to
/// them. The oldest are forgotten here, not on the log.
public final class RemediationModel {
    private static final int KEPT = 10_000;
    private static final int STATES_MAX = 50;

    private final Map<String, List<RemediationCommand>> states = bounded();
    private final Map<String, RemediationCommand> answers = bounded();
    private final Map<String, CompletableFuture<RemediationCommand>> waiting = new HashMap<>();

    /// Takes in the next record of the topic.
    public synchronized void read(RemediationCommand command) {
        if (command.getKind() == RemediationKind.UNKNOWN) {
            return;
        }
        if (command.getKind() != RemediationKind.ACTION_REFUSED) {
            var known = states.computeIfAbsent(command.getRemediation(), _ -> new ArrayList<>());
            if (known.size() == STATES_MAX) {
                known.removeFirst();
            }
            known.add(command);
        }
        var action = command.getAction();
        if (!action.isEmpty() && answers.putIfAbsent(action, command) == null) {
            Optional.ofNullable(waiting.remove(action)).ifPresent(waits -> waits.complete(command));
        }
    }

    /// Its states, oldest first; none of a remediation that is not known.
    synchronized List<RemediationCommand> states(String id) {
        return List.copyOf(states.getOrDefault(id, List.of()));
    }

    /// The newest states of those that `wanted` accepts, newest remediation first.
    synchronized List<RemediationCommand> list(Predicate<RemediationCommand> wanted) {
        return new ArrayList<>(states.values())
                .reversed().stream().map(List::getLast).filter(wanted).toList();
    }

    /// Completed once the log answers the action.
    synchronized CompletableFuture<RemediationCommand> await(String action) {
        return Optional.ofNullable(answers.get(action))
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> waiting.computeIfAbsent(action, _ -> new CompletableFuture<>()));
    }

    /// Nobody waits for the answer any more.
    synchronized void forget(String action) {
        waiting.remove(action);
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > KEPT;
            }
        };
    }
}
