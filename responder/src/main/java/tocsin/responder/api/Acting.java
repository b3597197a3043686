package tocsin.responder.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Writes what people ask for to the log and waits for what the log says to it.
public final class Acting {
    /// What became of it.
    public sealed interface Result {
        /// It was done.
        ///
        /// @param incident on which the action of that id was done, now or before
        record Done(String incident) implements Result {}

        /// The rules said no.
        record Refused(String incident, String reason) implements Result {}

        /// The log has it, and has not answered yet.
        record Pending() implements Result {}

        /// The log may not have it.
        record Unwritten(String reason) implements Result {}
    }

    /// An incident that can be acted on.
    public record Target(String service, String incident, int revision) {}

    private final IncidentModel model;
    private final ActionLog log;
    private final Duration patience;

    /// @param patience how long the log's answer to an action is waited for
    public Acting(IncidentModel model, ActionLog log, Duration patience) {
        this.model = model;
        this.log = log;
        this.patience = patience;
    }

    /// The incident as it stands.
    public Optional<Target> target(String incident) {
        return model.find(incident)
                .map(view -> new Target(view.service(), incident, view.incident().revision()));
    }

    /// Does it once, however often it is called with the same id.
    public Result act(ActionLog.Action action) {
        var waiting = model.await(action.id());
        try {
            if (!waiting.isDone()) {
                log.append(action);
            }
            var answer = waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return answer.refusal()
                    .<Result>map(reason -> new Result.Refused(answer.incident(), reason))
                    .orElseGet(() -> new Result.Done(answer.incident()));
        } catch (TimeoutException e) {
            return new Result.Pending();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Unwritten("the responder is stopping");
        } catch (ExecutionException | IllegalStateException e) {
            return new Result.Unwritten("the action could not be written; try again");
        } finally {
            model.forget(action.id());
        }
    }
}
