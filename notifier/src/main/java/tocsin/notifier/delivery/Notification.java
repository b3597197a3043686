package tocsin.notifier.delivery;

import org.jspecify.annotations.Nullable;

import tocsin.schemas.identity.Ids;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request to be made to one channel.
///
/// @param attempt number of the request, from 1, over all channels
/// @param repeat whether an earlier request for the same page may have arrived
/// @param first the receipt of the first message of this incident that the channel took
/// @param others pages to the same target that it speaks for
public record Notification(
        Command.Notify command,
        String channel,
        int attempt,
        boolean repeat,
        Optional<String> first,
        List<Command.Notify> others) {
    private static final int SHORT_ID = 8;

    public Notification(Command.Notify command, String channel, int attempt, boolean repeat) {
        this(command, channel, attempt, repeat, Optional.empty());
    }

    public Notification(
            Command.Notify command,
            String channel,
            int attempt,
            boolean repeat,
            Optional<String> first) {
        this(command, channel, attempt, repeat, first, List.of());
    }

    /// The same, speaking for other pages too.
    public Notification speakingFor(List<Command.Notify> more) {
        return more.isEmpty()
                ? this
                : new Notification(Digest.of(command, more), channel, attempt, repeat, first, more);
    }

    /// The same behind an earlier message with this receipt.
    public Notification following(String receipt) {
        return new Notification(command, channel, attempt, repeat, Optional.of(receipt), others);
    }

    /// The same as part of another trace.
    ///
    /// @param trace W3C trace context; null changes nothing
    public Notification tracedBy(@Nullable String trace) {
        return trace == null
                ? this
                : new Notification(
                        command.tracedBy(trace), channel, attempt, repeat, first, others);
    }

    /// The same with other links.
    public Notification linking(Map<String, String> links) {
        return new Notification(
                command.saying(message().linking(links)), channel, attempt, repeat, first, others);
    }

    public String page() {
        return command.page();
    }

    /// Enough of the page's id for people to tell messages apart.
    public String shortPage() {
        return page().substring(0, Math.min(SHORT_ID, page().length()));
    }

    /// Names the alert that a provider keeps open for this target of this incident, from its first
    /// page to its resolution. What wakes beside the page has an alert of its own, for one that is
    /// open already would not ring again. Printable, 255 characters at most.
    public String alert() {
        return command.kind() == Command.Kind.REMEDIATION_FAILED
                        || command.kind() == Command.Kind.APPROVAL_WANTED
                ? alert(command.kind())
                : key("");
    }

    /// The alert of such a kind, of this target and incident.
    public String alert(Command.Kind kind) {
        return key("/" + kind.id());
    }

    private String key(String more) {
        var name = command.incident() + "/" + command.target() + more;
        return name.matches("[!-~][ -~]{0,254}") ? name : Ids.hex("alert", name);
    }

    public Message message() {
        return command.message();
    }
}
