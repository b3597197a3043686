package tocsin.responder.executor;

import tocsin.responder.execution.Limits;
import tocsin.responder.remediation.Keys;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an executor may do. Nothing of it stands on a topic.
///
/// @param keys whose approvals count
public record ExecutorConfig(Keys keys, Limits limits) {
    private static final Setting<Keys> KEYS =
            new Setting<>(
                    "APPROVAL_PUBLIC_KEYS",
                    SettingType.secret(Keys::parse),
                    "",
                    "MCowBQYDK2VwAyEAO2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=",
                    "Ed25519 public keys (PEM) of those whose approvals of remediations count");
    private static final Setting<Set<String>> PROGRAMS =
            new Setting<>(
                    "PROGRAMS",
                    SettingType.of("whole paths, comma-separated", ExecutorConfig::programs),
                    "",
                    "/opt/tocsin/deploy",
                    "Programs that remediations may run");
    private static final Setting<Set<String>> PRE_APPROVED =
            new Setting<>(
                    "PREAPPROVED",
                    SettingType.of("ACTION/SERVICE, comma-separated", ExecutorConfig::preApproved),
                    "",
                    "roll-back/checkout",
                    "Actions that a RemediationPolicy may approve beforehand, each with its"
                            + " service");

    /// Reads the settings.
    public static ExecutorConfig from(Settings settings) {
        return new ExecutorConfig(settings.find(KEYS).orElse(Keys.NONE), limits(settings));
    }

    /// Reads what may be run at all.
    public static Limits limits(Settings settings) {
        return new Limits(settings.get(PROGRAMS), settings.get(PRE_APPROVED));
    }

    private static Set<String> programs(String text) {
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

    private static Set<String> parts(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
