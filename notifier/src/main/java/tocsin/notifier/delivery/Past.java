package tocsin.notifier.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is over and still matters: pages that ended, that were taken back, incidents that were
/// paged or resolved.
final class Past {
    private final Map<String, Instant> ended = new HashMap<>();
    private final Map<String, Instant> withdrawn = new HashMap<>();
    private final Map<String, Resolution> resolved = new HashMap<>();
    private final Map<String, Instant> paged = new HashMap<>();
    private final Receipts receipts = new Receipts();

    private record Resolution(long offset, Instant at) {}

    void ended(String page, Instant at) {
        ended.putIfAbsent(page, at);
    }

    boolean hasEnded(String page) {
        return ended.containsKey(page);
    }

    void withdraw(Command.Withdraw withdraw) {
        withdrawn.putIfAbsent(withdraw.page(), withdraw.source().recordedAt());
    }

    void paged(String incident, Instant at) {
        paged.putIfAbsent(incident, at);
    }

    /// Whether anybody was paged for the incident.
    boolean wasPaged(String incident) {
        return paged.containsKey(incident);
    }

    void accepted(String incident, Step.Accepted accepted) {
        receipts.add(incident, accepted);
    }

    Receipts receipts() {
        return receipts;
    }

    void resolve(Command.Notify news) {
        resolved.merge(
                news.incident(),
                new Resolution(news.source().offset(), news.source().recordedAt()),
                (one, other) -> one.offset > other.offset ? one : other);
    }

    /// Why a page that nobody has taken is not to be told any more; empty while it is.
    Optional<String> takenBack(Delivery delivery, Instant now) {
        var command = delivery.command();
        if (withdrawn.containsKey(command.page())) {
            return Optional.of("taken back by the responder");
        }
        if (!now.isBefore(command.expiresAt())) {
            return Optional.of(tooOld(command));
        }
        return superseded(delivery)
                ? Optional.of("the incident was resolved before anybody was told")
                : Optional.empty();
    }

    static String tooOld(Command.Notify command) {
        return "not valid any more since " + command.expiresAt();
    }

    private boolean superseded(Delivery delivery) {
        var command = delivery.command();
        var resolution = resolved.get(command.incident());
        boolean asks =
                command.kind() == Command.Kind.PAGE
                        || command.kind() == Command.Kind.APPROVAL_WANTED;
        return asks
                && delivery.attempts() == 0
                && resolution != null
                && resolution.offset > command.source().offset();
    }

    void forget(Instant horizon) {
        ended.values().removeIf(at -> at.isBefore(horizon));
        withdrawn.values().removeIf(at -> at.isBefore(horizon));
        resolved.values().removeIf(resolution -> resolution.at.isBefore(horizon));
        paged.values().removeIf(at -> at.isBefore(horizon));
        receipts.forget(horizon);
    }
}
