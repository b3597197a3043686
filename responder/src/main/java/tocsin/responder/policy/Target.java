package tocsin.responder.policy;

import java.util.List;
import java.util.Set;

/// Somebody to tell, and how.
///
/// @param channels names of channel definitions, in the order to try
/// @param severities for which of them it wants to hear; empty for all
public record Target(String name, List<String> channels, Set<Severity> severities) {
    public Target {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a target needs a name");
        }
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("target '" + name + "' needs at least one channel");
        }
        channels = List.copyOf(channels);
        severities = Set.copyOf(severities);
    }

    public boolean hears(Severity severity) {
        return severities.isEmpty() || severities.contains(severity);
    }
}
