package tocsin.responder.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Whom a policy names, and how they are told.
///
/// @param channels names of channel definitions, in the order to try; empty for the contact's own
/// @param severities for which of them it wants to hear; empty for all
public record Target(Kind kind, String name, List<String> channels, Set<Severity> severities) {

    /// What the name means.
    public enum Kind {
        /// Nothing but a name; the channels stand beside it.
        NAME,
        /// Whoever is on call.
        SCHEDULE,
        PERSON,
        TEAM,
        CHANNEL;

        /// As it is written in documents.
        String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Target {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a target needs a name");
        }
        if (kind == Kind.NAME && channels.isEmpty()) {
            throw new IllegalArgumentException("target '" + name + "' needs at least one channel");
        }
        channels = List.copyOf(channels);
        severities = Set.copyOf(severities);
    }

    Target(String name, List<String> channels, Set<Severity> severities) {
        this(Kind.NAME, name, channels, severities);
    }

    public boolean hears(Severity severity) {
        return severities.isEmpty() || severities.contains(severity);
    }

    /// Such as `schedule/payments`.
    public String path() {
        return kind.field() + "/" + name;
    }
}
