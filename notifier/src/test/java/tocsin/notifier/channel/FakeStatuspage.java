package tocsin.notifier.channel;

import tocsin.notifier.channel.FakeProvider.Answer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The page `kctbh9vrtdwd`, whose component `8kbf7d35c070` is a shop.
final class FakeStatuspage {
    static final String PAGE = "kctbh9vrtdwd";
    static final String COMPONENT = "8kbf7d35c070";
    private static final String INCIDENTS = "/v1/pages/" + PAGE + "/incidents";
    private static final Set<String> STATES =
            Set.of("investigating", "identified", "monitoring", "resolved");

    /// Incidents in the order they were published, with the last that was said of each.
    final List<ObjectNode> incidents = new ArrayList<>();

    /// Everything the public was told, in order.
    final List<String> updates = new ArrayList<>();

    /// How each component is.
    final Map<String, String> components = new HashMap<>();

    private final String key;

    FakeStatuspage(String key) {
        this.key = key;
    }

    synchronized Answer answer(FakeProvider.Request request) {
        if (!request.header("authorization").equals("OAuth " + key)) {
            return Answer.of(401, "{\"error\":\"Could not authenticate\"}");
        }
        var path = request.path();
        if (request.method().equals("GET") && path.equals(INCIDENTS + "?limit=100")) {
            return Answer.of(200, Json.text(incidents.reversed()));
        }
        var incident = Json.read(request.body()).path("incident");
        if (request.method().equals("POST") && path.equals(INCIDENTS)) {
            return publish(incident);
        }
        if (request.method().equals("PATCH") && path.startsWith(INCIDENTS + "/")) {
            return update(path.substring(INCIDENTS.length() + 1), incident);
        }
        return new Answer.Unexpected(request.toString());
    }

    void forget() {
        incidents.clear();
        updates.clear();
        components.clear();
    }

    private Answer publish(JsonNode incident) {
        var name = incident.path("name").asString("");
        if (name.isEmpty() || name.length() > 255) {
            return unusable("name");
        }
        if (!usable(incident)) {
            return unusable("incident");
        }
        var published = ((ObjectNode) incident).put("id", "p31zjtct" + incidents.size());
        incidents.add(published);
        told(incident);
        return Answer.of(201, Json.text(published));
    }

    private Answer update(String id, JsonNode incident) {
        var found =
                incidents.stream().filter(one -> one.path("id").asString("").equals(id)).findAny();
        if (found.isEmpty()) {
            return Answer.of(404, "{\"error\":\"Not Found\"}");
        }
        if (!usable(incident)) {
            return unusable("incident");
        }
        found.get().setAll((ObjectNode) incident);
        told(incident);
        return Answer.of(200, Json.text(found.get()));
    }

    private void told(JsonNode incident) {
        updates.add(incident.path("body").asString(""));
        incident.path("components")
                .propertyStream()
                .forEach(one -> components.put(one.getKey(), one.getValue().asString("")));
    }

    private static boolean usable(JsonNode incident) {
        var body = incident.path("body").asString("");
        return STATES.contains(incident.path("status").asString(""))
                && !body.isEmpty()
                && body.length() <= 25_000
                && incident.path("deliver_notifications").isBoolean()
                && incident.path("component_ids")
                        .valueStream()
                        .allMatch(one -> one.asString("").equals(COMPONENT));
    }

    private static Answer unusable(String what) {
        return Answer.of(422, "{\"error\":[\"%s cannot be used\"]}".formatted(what));
    }
}
