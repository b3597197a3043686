package tocsin.notifier.channel;

import tocsin.notifier.delivery.Notification;
import tocsin.runtime.AnswerLinks;
import tocsin.runtime.AnswerLinks.Answer;
import tocsin.runtime.Settings;
import tocsin.runtime.definitions.DefinitionSet;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Adds links by which a person answers. Only what goes to one person has some: whoever holds the
/// link acts in that person's name.
///
/// @param base where people reach the listener for callbacks
public record Answers(URI base, AnswerLinks links) {
    private static final Duration VALID = Duration.ofHours(12);

    /// A text message has room for one.
    private static final Map<String, List<String>> BY_TYPE =
            Map.of("email", List.of("acknowledge", "escalate"), "sms", List.of("acknowledge"));

    /// Where both settings are there.
    public static Optional<Answers> from(Settings settings) {
        var url = AnswerLinks.url(settings);
        return AnswerLinks.from(settings).flatMap(key -> url.map(base -> new Answers(base, key)));
    }

    /// The same with links to answer by, where it asks somebody for something.
    ///
    /// @param type of the channel
    Notification in(Notification notification, String type, DefinitionSet set) {
        var command = notification.command();
        boolean asks =
                switch (command.kind()) {
                    case PAGE, NOTICE, UPDATE_DUE -> true;
                    case REMEDIATION_FAILED,
                            APPROVAL_WANTED,
                            ACKNOWLEDGED,
                            BUDGET,
                            RESOLVED,
                            CHANGED ->
                            false;
                };
        var acts = Optional.ofNullable(BY_TYPE.get(type)).orElse(List.of());
        if (!asks || acts.isEmpty() || set.find("Person", command.target()).isEmpty()) {
            return notification;
        }
        var all = new TreeMap<>(notification.message().links());
        var expires = command.source().recordedAt().plus(VALID);
        for (var act : acts) {
            all.put(
                    act,
                    links.link(
                            base, new Answer(command.incident(), command.target(), act, expires)));
        }
        return notification.linking(all);
    }
}
