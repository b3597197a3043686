package tocsin.responder.policy;

import java.util.List;

/// People who belong together.
///
/// @param channels where the team as such is told, such as its chat; empty: each member is
record Team(String name, List<String> members, List<String> channels) {
    Team {
        members = List.copyOf(members);
        channels = List.copyOf(channels);
        if (members.isEmpty() && channels.isEmpty()) {
            throw new IllegalArgumentException("a team needs members or channels");
        }
    }
}
