package tocsin.responder.remediation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/// What speaks for an action. Where both are given, both have to; where neither is, only people and
/// runbooks propose it.
///
/// @param deploymentWithin the incident pages, and began so soon after a deployment of its service;
///   null: deployments do not matter
/// @param labels a cause of the incident fires that has all of these; empty: causes do not matter
public record Trigger(@Nullable Duration deploymentWithin, Map<String, String> labels) {
    public Trigger {
        labels = Map.copyOf(labels);
    }
}
