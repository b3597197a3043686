package tocsin.responder.policy;

import java.util.Locale;

/// How bad it is, from SEV-1 (a complete outage) to SEV-4 (cosmetic).
public enum Severity {
    SEV1,
    SEV2,
    SEV3,
    SEV4;

    /// Whether somebody is woken for it.
    public boolean pages() {
        return this == SEV1 || this == SEV2;
    }

    public boolean worseThan(Severity other) {
        return compareTo(other) < 0;
    }

    /// The severity of that name, such as `SEV1` or `SEV-1`.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Severity of(String text) {
        var name = text.toUpperCase(Locale.ROOT).replace("-", "");
        for (var severity : values()) {
            if (severity.name().equals(name)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no severity; those are SEV1 to SEV4");
    }

    /// As people write it, such as `SEV-1`.
    public String text() {
        return name().replace("SEV", "SEV-");
    }
}
