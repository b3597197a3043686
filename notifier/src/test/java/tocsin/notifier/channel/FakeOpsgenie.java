package tocsin.notifier.channel;

import tocsin.notifier.channel.FakeProvider.Answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// An account at Opsgenie, as strict as Opsgenie itself.
final class FakeOpsgenie {
    private static final String TAKEN =
            "{\"result\":\"Request will be processed\",\"took\":0.1,\"requestId\":\"43a29c5c\"}";

    /// What was done to each alert after it was opened, such as `acknowledge`, in order.
    final List<String> actions = new ArrayList<>();

    /// The aliases of all alerts that were ever open.
    final Set<String> alerts = new TreeSet<>();

    private final String key;

    FakeOpsgenie(String key) {
        this.key = key;
    }

    synchronized Answer answer(FakeProvider.Request request) {
        if (!request.header("authorization").equals("GenieKey " + key)) {
            return Answer.of(401, "{\"message\":\"Could not authenticate\"}");
        }
        if (request.path().equals("/v2/alerts")) {
            return create(request.body());
        }
        if (request.path()
                .matches("/v2/alerts/[^/?]+/(acknowledge|close)\\?identifierType=alias")) {
            actions.add(request.path().split("[/?]")[4]);
            return Answer.of(202, TAKEN);
        }
        return new Answer.Unexpected(request.path());
    }

    private Answer create(String body) {
        var alert = Json.read(body);
        var message = alert.path("message").asString("");
        var alias = alert.path("alias").asString("");
        if (message.isEmpty()
                || message.length() > 130
                || alias.length() > 512
                || alert.path("description").asString("").length() > 15_000
                || !alert.path("priority").asString("P3").matches("P[1-5]")) {
            return Answer.of(422, "{\"message\":\"Request body is not processable\"}");
        }
        alerts.add(alias);
        return Answer.of(202, TAKEN);
    }
}
