package tocsin.runtime.access;

import io.javalin.security.RouteRole;

import java.util.Locale;
import java.util.Set;

/// What a token allows, and what a route needs.
public enum Role implements RouteRole {
    /// Needed by routes that are open to everybody, such as health; no token has it.
    ANYONE,
    /// Looks at everything.
    VIEWER,
    /// Acts on incidents.
    RESPONDER,
    /// Approves remediation. An admin does not, unless given this role as well.
    APPROVER,
    /// Changes definitions.
    ADMIN,
    /// Sends measurements, alerts and changes.
    SENDER;

    /// Whether a token with this role may do what needs `needed`.
    boolean grants(Role needed) {
        return this == needed
                || switch (this) {
                    case RESPONDER, APPROVER -> needed == VIEWER;
                    case ADMIN -> Set.of(VIEWER, RESPONDER, SENDER).contains(needed);
                    case ANYONE, VIEWER, SENDER -> false;
                };
    }

    /// As it is written in files and on the command line.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of that name.
    ///
    /// @throws IllegalArgumentException when no token can have such a role
    public static Role of(String text) {
        for (var role : values()) {
            if (role != ANYONE && role.text().equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "'%s' is no role; those are viewer, responder, approver, admin and sender"
                        .formatted(text));
    }
}
