package tocsin.responder.api;

import io.javalin.http.Context;

import tocsin.schemas.RemediationKind;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Writes what a person says about a remediation, and answers with what the log says to it.
final class Telling {
    static final int BODY_MAX = 64 * 1024;
    static final int NOTE_MAX = 1_000;

    private static final Pattern ACTION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final RemediationModel model;
    private final Supplier<String> actionIds;
    private final Duration patience;

    /// @param actionIds gives actions without an `Idempotency-Key` their ids
    /// @param patience how long the log's answer is waited for
    Telling(RemediationModel model, Supplier<String> actionIds, Duration patience) {
        this.model = model;
        this.actionIds = actionIds;
        this.patience = patience;
    }

    /// The id of the request's action; empty when it makes none, which is then already answered.
    Optional<String> id(Context context) {
        var id = Optional.ofNullable(context.header("Idempotency-Key")).orElseGet(actionIds);
        if (ACTION_ID.matcher(id).matches()) {
            return Optional.of(id);
        }
        Answers.problems(context, 400, "Idempotency-Key is 1 to 128 visible ASCII characters");
        return Optional.empty();
    }

    /// Writes it, once, and answers.
    ///
    /// @param remediation that it is about
    /// @param done status of the answer when it was done
    void tell(Context context, String action, String remediation, int done, Runnable write) {
        var waiting = model.await(action);
        context.header("Location", "/v1/remediations/" + remediation);
        try {
            if (!waiting.isDone()) {
                write.run();
            }
            var answer = waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!answer.getRemediation().equals(remediation)) {
                Answers.problems(
                        context,
                        409,
                        "this Idempotency-Key was used for " + answer.getRemediation());
            } else if (answer.getKind() == RemediationKind.ACTION_REFUSED) {
                Answers.problems(context, 409, answer.getReason());
            } else {
                Answers.json(context, done, RemediationJson.whole(model.states(remediation)));
            }
        } catch (TimeoutException e) {
            Answers.json(context, 202, Map.of("action", action, "state", "pending"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Answers.problems(context, 503, "the responder is stopping");
        } catch (ExecutionException | IllegalStateException e) {
            Answers.problems(context, 503, "it could not be written; try again");
        } finally {
            model.forget(action);
        }
    }
}
