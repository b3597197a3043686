package tocsin.responder.api;

import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The newest state of each remediation, read from their topic. The oldest are forgotten here, not
/// on the log.
public final class RemediationModel {
    private static final int KEPT = 10_000;

    private final Map<String, RemediationCommand> newest =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, RemediationCommand> eldest) {
                    return size() > KEPT;
                }
            };

    /// Takes in the next record of the topic.
    public synchronized void read(RemediationCommand command) {
        if (command.getKind() != RemediationKind.UNKNOWN) {
            newest.put(command.getRemediation(), command);
        }
    }

    synchronized Optional<RemediationCommand> find(String id) {
        return Optional.ofNullable(newest.get(id));
    }

    /// Those that `wanted` accepts, newest first.
    synchronized List<RemediationCommand> list(Predicate<RemediationCommand> wanted) {
        return new ArrayList<>(newest.values()).reversed().stream().filter(wanted).toList();
    }
}
