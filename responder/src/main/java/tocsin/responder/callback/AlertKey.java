package tocsin.responder.callback;

import java.util.Optional;
import java.util.regex.Pattern;

/// What the notifier calls an alert at a provider: incident and target.
final class AlertKey {
    private static final Pattern FORM = Pattern.compile("(.{1,200}?-[a-z0-9]{6})/.+");

    private AlertKey() {}

    /// The incident; empty for a key that is none of ours, or a hash since it was too long.
    static Optional<String> incident(String key) {
        var match = FORM.matcher(key);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
