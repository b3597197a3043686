package tocsin.notifier.delivery;

/// One request to be made to one channel.
///
/// @param attempt number of the request, from 1, over all channels
/// @param repeat whether an earlier request for the same page may have arrived
public record Notification(Command.Notify command, String channel, int attempt, boolean repeat) {
    public String page() {
        return command.page();
    }

    public Message message() {
        return command.message();
    }
}
