package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.incident.Incident;
import tocsin.responder.incident.Page;
import tocsin.responder.incident.Status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `GET /v1/incidents/{id}/deliveries`: who was sent what over which channel, what came of it, and
/// what comes next.
public final class DeliveryRoutes {
    private final IncidentModel incidents;
    private final DeliveryModel deliveries;

    /// Serves deliveries.
    public DeliveryRoutes(IncidentModel incidents, DeliveryModel deliveries) {
        this.incidents = incidents;
        this.deliveries = deliveries;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/incidents/{id}/deliveries", this::deliveries);
    }

    private void deliveries(Context context) {
        incidents
                .find(context.pathParam("id"))
                .ifPresentOrElse(
                        view ->
                                Answers.json(
                                        context,
                                        200,
                                        Map.of(
                                                "incident",
                                                view.incident().id(),
                                                "deliveries",
                                                messages(view.incident()))),
                        () -> Answers.problems(context, 404, "there is no such incident"));
    }

    private List<Map<String, Object>> messages(Incident incident) {
        var messages = new ArrayList<Map<String, Object>>();
        var ways = new LinkedHashMap<String, DeliveryModel.Way>();
        deliveries.of(incident.id()).forEach(way -> ways.put(way.message(), way));
        for (var way : ways.values()) {
            messages.add(sent(way, incident.page(way.message()), incident));
        }
        for (var page : incident.pages()) {
            if (!ways.containsKey(page.id())) {
                messages.add(decided(page));
            }
        }
        return messages;
    }

    /// What the notifier has not told of yet.
    private static Map<String, Object> decided(Page page) {
        var json = new LinkedHashMap<String, Object>();
        json.put("message", page.id());
        json.put("kind", page.kind());
        json.put("target", page.target());
        json.put("channels", page.channels());
        json.put("state", page.state());
        json.put("tries", List.of());
        json.put("next", page.state() == Page.State.PENDING ? "the notifier has to read it" : "");
        return json;
    }

    private static Map<String, Object> sent(
            DeliveryModel.Way way, Optional<Page> page, Incident incident) {
        var json = new LinkedHashMap<String, Object>();
        json.put("message", way.message());
        page.ifPresent(known -> json.put("kind", known.kind()));
        json.put("target", way.target());
        page.ifPresent(known -> json.put("channels", known.channels()));
        json.put("state", way.state());
        json.put("at", way.at());
        json.put("channel", way.channel());
        json.put("reason", way.reason());
        json.put("tries", way.tries().stream().map(DeliveryRoutes::attempt).toList());
        json.put("next", next(way, page, incident));
        return json;
    }

    private static Map<String, Object> attempt(DeliveryModel.Try one) {
        var json = new LinkedHashMap<String, Object>();
        json.put("number", one.number());
        json.put("channel", one.channel());
        json.put("at", one.at());
        json.put("result", one.result());
        json.put("reason", one.reason());
        json.put("receipt", one.receipt());
        return json;
    }

    /// Empty when nothing does.
    private static String next(DeliveryModel.Way way, Optional<Page> page, Incident incident) {
        return switch (way.state()) {
            case QUEUED -> "it is about to be sent";
            case STARTED -> "the answer of " + way.channel() + " is waited for";
            case RETRY ->
                    "%s is tried again at %s, another channel before that"
                            .formatted(way.channel(), way.until());
            case REFUSED -> "the next channel is tried";
            case OUTCOME_UNKNOWN -> "it is sent again, since it may not have arrived";
            case ACCEPTED -> afterAcceptance(page, incident);
            case UNDELIVERABLE ->
                    incident.status() == Status.OPEN ? "somebody else is told instead" : "";
            case WITHDRAWN, UNKNOWN -> "";
        };
    }

    private static String afterAcceptance(Optional<Page> page, Incident incident) {
        return page.filter(_ -> incident.status() == Status.OPEN)
                .filter(known -> known.round() == incident.round())
                .flatMap(known -> Optional.ofNullable(known.acknowledgeBy()))
                .map(by -> "unless somebody acknowledges, the next step is taken at " + by)
                .orElse("");
    }
}
