package tocsin.notifier.delivery;

import tocsin.schemas.identity.Ids;

/// One request to be made to one channel.
///
/// @param attempt number of the request, from 1, over all channels
/// @param repeat whether an earlier request for the same page may have arrived
public record Notification(Command.Notify command, String channel, int attempt, boolean repeat) {
    public String page() {
        return command.page();
    }

    /// Names the alert that a provider keeps open for this target of this incident, from its first
    /// page to its resolution. Printable, 255 characters at most.
    public String alert() {
        var name = command.incident() + "/" + command.target();
        return name.matches("[!-~][ -~]{0,254}") ? name : Ids.hex("alert", name);
    }

    public Message message() {
        return command.message();
    }
}
