package tocsin.responder.policy;

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

    /// As people write it, such as `SEV-1`.
    public String text() {
        return name().replace("SEV", "SEV-");
    }
}
