package tocsin.responder.executor;

import tocsin.responder.execution.Limits;
import tocsin.responder.execution.Workloads;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;
import tocsin.runtime.WebhookSignature;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What an executor may run, and where.
///
/// @param endpoints where requests go, by name
/// @param secret what requests are signed with
public record Reach(
        Set<String> programs,
        Set<String> preApproved,
        Map<String, URI> endpoints,
        Optional<Key> secret,
        List<Workloads> workloads) {

    /// Nothing.
    public static final Reach NONE = programs(Set.of());

    private static final Setting<Set<String>> PROGRAMS =
            new Setting<>(
                    "PROGRAMS",
                    SettingType.of("whole paths, comma-separated", Reach::paths),
                    "",
                    "/opt/tocsin/deploy",
                    "Programs that remediations may run");
    private static final Setting<Set<String>> PRE_APPROVED =
            new Setting<>(
                    "PREAPPROVED",
                    SettingType.of("ACTION/SERVICE, comma-separated", Reach::preApproved),
                    "",
                    "roll-back/checkout",
                    "Actions that a RemediationPolicy may approve beforehand, each with its"
                            + " service");
    private static final Setting<Map<String, URI>> WEBHOOKS =
            new Setting<>(
                    "WEBHOOKS",
                    SettingType.of("NAME=URL, comma-separated", Reach::endpoints),
                    "",
                    "deploy=https://deploy.example.com/tocsin",
                    "Endpoints that remediations may send requests to");
    private static final Setting<Key> WEBHOOKS_SECRET =
            new Setting<>(
                    "WEBHOOKS_SECRET",
                    SettingType.secret(Key::new),
                    "",
                    "whsec_bm90IGEgcmVhbCBzZWNyZXQ=",
                    "What requests to them are signed with, as Standard Webhooks says");
    private static final Setting<List<Workloads>> WORKLOADS =
            new Setting<>(
                    "KUBERNETES_WORKLOADS",
                    SettingType.of(
                            "NAMESPACE/KIND/NAME, comma-separated",
                            text -> parts(text).stream().map(Workloads::parse).toList()),
                    "",
                    "shop/Deployment/checkout=2..20,shop/StatefulSet/*",
                    "Workloads that remediations may restart, undo, and scale within these limits;"
                            + " the cluster is that of the kubeconfig, or the one it runs in");

    /// What requests are signed with. Never printed.
    public record Key(String secret) {
        public Key {
            WebhookSignature.key(secret);
        }

        byte[] bytes() {
            return WebhookSignature.key(secret);
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    public Reach {
        programs = Set.copyOf(programs);
        preApproved = Set.copyOf(preApproved);
        endpoints = Map.copyOf(endpoints);
        workloads = List.copyOf(workloads);
    }

    /// Programs only, each time for people.
    ///
    /// @param paths whole ones
    public static Reach programs(Set<String> paths) {
        return new Reach(paths, Set.of(), Map.of(), Optional.empty(), List.of());
    }

    /// Reads the settings.
    public static Reach from(Settings settings) {
        return new Reach(
                settings.get(PROGRAMS),
                settings.get(PRE_APPROVED),
                settings.get(WEBHOOKS),
                settings.find(WEBHOOKS_SECRET),
                settings.get(WORKLOADS));
    }

    /// As the rules know it. Nothing is sent without a signature.
    Limits limits() {
        return new Limits(
                programs,
                preApproved,
                secret.isPresent() ? endpoints.keySet() : Set.of(),
                workloads);
    }

    private static Set<String> paths(String text) {
        var programs = parts(text);
        if (programs.stream().anyMatch(program -> !program.startsWith("/"))) {
            throw new IllegalArgumentException("a program is named by its whole path");
        }
        return programs;
    }

    private static Set<String> preApproved(String text) {
        var pairs = parts(text);
        if (pairs.stream().anyMatch(pair -> !pair.matches("[^/]+/.+"))) {
            throw new IllegalArgumentException("each is an action, a slash and a service");
        }
        return pairs;
    }

    private static Map<String, URI> endpoints(String text) {
        var endpoints = new TreeMap<String, URI>();
        for (var part : parts(text)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("each is a name, an equals sign and a URL");
            }
            endpoints.put(
                    part.substring(0, equals),
                    SettingType.URL.parse().apply(part.substring(equals + 1)));
        }
        return endpoints;
    }

    private static Set<String> parts(String text) {
        var parts = new LinkedHashSet<String>();
        Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(parts::add);
        return parts;
    }
}
