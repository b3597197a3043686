package tocsin.runtime.access;

import java.util.Set;
import java.util.stream.Collectors;

/// Whoever showed a valid token.
///
/// @param name of the person that has the token: the actor of whatever is done with it
public record Caller(String name, Set<Role> roles) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean may(Role needed) {
        return needed == Role.ANYONE || roles.stream().anyMatch(role -> role.grants(needed));
    }

    /// Its roles, for people.
    String rolesText() {
        return roles.stream().map(Role::text).sorted().collect(Collectors.joining(", "));
    }
}
