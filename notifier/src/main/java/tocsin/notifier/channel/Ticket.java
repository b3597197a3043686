package tocsin.notifier.channel;

import tocsin.notifier.delivery.Notification;
import tocsin.schemas.identity.Ids;

/// What an incident is called where one entry stands for all of it, so that the entry is found
/// again after its receipt is forgotten.
final class Ticket {
    private static final int KEY = 16;

    private Ticket() {}

    /// Letters, digits and dashes.
    static String key(Notification notification) {
        return "tocsin-" + Ids.hex("ticket", notification.command().incident()).substring(0, KEY);
    }
}
