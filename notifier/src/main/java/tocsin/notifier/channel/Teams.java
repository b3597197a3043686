package tocsin.notifier.channel;

import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.channel.message.Urls;
import tocsin.notifier.delivery.Notification;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Microsoft Teams workflow ("When a Teams webhook request is received") that posts an adaptive
/// card. It says yes before the card is posted: the flow can still fail, and nobody is told.
///
/// @param url is the secret
record Teams(URI url, Texts texts) implements HttpChannel.Provider {
    @Override
    public boolean forgets() {
        return true;
    }

    @Override
    public HttpRequest request(Notification notification) {
        var text = texts.of(Layout.TEAMS, notification);
        var card =
                Map.of(
                        "$schema", "http://adaptivecards.io/schemas/adaptive-card.json",
                        "type", "AdaptiveCard",
                        "version", "1.2",
                        "body", List.of(Map.of("type", "TextBlock", "wrap", true, "text", text)),
                        "actions", actions(notification));
        var attachment =
                Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card);
        return HttpRequest.json(
                url, Json.text(Map.of("type", "message", "attachments", List.of(attachment))));
    }

    private static List<Map<String, String>> actions(Notification notification) {
        var actions = new ArrayList<Map<String, String>>();
        Urls.links(notification.message())
                .forEach((name, link) ->
                        actions.add(Map.of("type", "Action.OpenUrl", "title", name, "url", link)));
        return actions;
    }

    /// Without the URL.
    @Override
    public String toString() {
        return "Teams";
    }
}
