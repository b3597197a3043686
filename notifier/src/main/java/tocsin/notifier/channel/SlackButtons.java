package tocsin.notifier.channel;

import tocsin.notifier.delivery.Notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A message in Slack with what a person can do about its incident. The responder knows the buttons
/// by these names, and the incident by their value.
final class SlackButtons {
    /// Of what a button stands for; Slack takes no longer one.
    private static final int VALUE_MAX = 2_000;

    private static final Duration SNOOZE = Duration.ofMinutes(30);

    private SlackButtons() {}

    /// @param text in mrkdwn
    static List<Map<String, Object>> blocks(String text, Notification notification) {
        var blocks = new ArrayList<Map<String, Object>>();
        blocks.add(Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text)));
        var buttons = buttons(notification).toList();
        if (!buttons.isEmpty()) {
            blocks.add(Map.of("type", "actions", "elements", buttons));
        }
        return blocks;
    }

    private static Stream<Map<String, Object>> buttons(Notification notification) {
        var value = notification.command().incident() + " " + notification.message().revision();
        if (value.length() > VALUE_MAX) {
            return Stream.empty();
        }
        var first = button("acknowledge", "Acknowledge", value);
        var others =
                Stream.of(
                        button(
                                "snooze-" + SNOOZE.toMinutes(),
                                "Snooze " + SNOOZE.toMinutes() + " min",
                                value),
                        button("escalate", "Escalate", value),
                        button("resolve", "Resolve", value));
        return switch (notification.command().kind()) {
            case PAGE, NOTICE, UPDATE_DUE, BUDGET, APPROVAL_WANTED, REMEDIATION_FAILED ->
                    Stream.concat(Stream.of(first), others);
            case ACKNOWLEDGED -> others;
            case RESOLVED, CHANGED -> Stream.empty();
        };
    }

    private static Map<String, Object> button(String action, String title, String value) {
        return Map.of(
                "type",
                "button",
                "action_id",
                "tocsin-" + action,
                "text",
                Map.of("type", "plain_text", "text", title),
                "value",
                value);
    }
}
